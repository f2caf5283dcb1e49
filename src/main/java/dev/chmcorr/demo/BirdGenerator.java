package dev.chmcorr.demo;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Draws a small fine-grained data set: birds in families whose sister species differ in a few
 * parts; pose, scale, side, surroundings and light differ from image to image. Gallery birds sit in
 * the open, query birds in thickets, so that queries are a little unlike everything in the gallery.
 *
 * <p>The same options give the same pictures on every machine: geometry uses StrictMath, filling is
 * Java2D's own rasteriser, no fonts. The bytes of the JPEG files may differ between JDK builds that
 * carry different JPEG encoders.
 */
public final class BirdGenerator {
  private static final float JPEG_QUALITY = 0.9f;
  private static final int FIRST_QUERY = 1001;

  private BirdGenerator() {}

  /**
   * How much to draw.
   *
   * @param species classes, 1 to 999; every four in turn are sisters
   * @param galleryPerSpecies images of each class under {@code train}, at most 1000
   * @param queriesPerSpecies images of each class under {@code val}
   * @param seed decides everything else; an image does not depend on the counts
   */
  public record Options(int species, int galleryPerSpecies, int queriesPerSpecies, long seed) {
    public Options {
      check("species", species, 999);
      check("galleryPerSpecies", galleryPerSpecies, FIRST_QUERY - 1);
      check("queriesPerSpecies", queriesPerSpecies, FIRST_QUERY - 1);
    }

    private static void check(String name, int value, int max) {
      if (value < 1 || value > max) {
        throw new IllegalArgumentException(
            "Invalid %s: %d (must be 1..%d)".formatted(name, value, max));
      }
    }
  }

  /**
   * Writes {@code root/train/CLASS/*.jpg}, {@code root/val/CLASS/*.jpg} and, for both, CUB's
   * images.txt, classes.txt, image_class_labels.txt, train_test_split.txt, parts/parts.txt and
   * parts/part_locs.txt. Files that are there are overwritten.
   */
  public static void write(Path root, Options options) throws IOException {
    List<Species> species = Families.draw(options.species(), options.seed());
    List<String> classes =
        IntStream.range(0, species.size())
            .mapToObj(i -> "%03d.%s".formatted(i + 1, species.get(i).name()))
            .toList();
    Thread caller = Thread.currentThread();
    CubFiles cub = new CubFiles();
    try {
      IntStream.range(0, species.size())
          .parallel()
          .mapToObj(i -> new Sitting(root, options, species.get(i), i + 1, classes.get(i)))
          .map(sitting -> sitting.draw(caller))
          .toList()
          .forEach(birds -> birds.forEach(cub::add));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    cub.write(root, classes);
  }

  /**
   * The images of one species.
   *
   * @param label counts from 1
   * @param folder the class's name
   */
  private record Sitting(Path root, Options options, Species species, int label, String folder) {
    /** Draws all, as long as nobody interrupts the thread. */
    List<CubFiles.Bird> draw(Thread whom) {
      List<CubFiles.Bird> birds = new ArrayList<>();
      try {
        for (int number : numbers(options)) {
          if (whom.isInterrupted()) {
            throw new InterruptedIOException("Interrupted while drawing birds");
          }
          birds.add(draw(number));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return birds;
    }

    private CubFiles.Bird draw(int number) throws IOException {
      boolean gallery = number < FIRST_QUERY;
      Growth growth = gallery ? Growth.OPEN : Growth.THICKET;
      Random random = Seeds.random(options.seed(), label, number);
      Portrait portrait = Portrait.draw(species, growth, random);
      String name = "%s/%s_%04d.jpg".formatted(folder, species.name(), number);
      save(portrait.image(), root.resolve(gallery ? "train" : "val").resolve(name));
      return new CubFiles.Bird(name, label, gallery, portrait.parts());
    }
  }

  /** Numbers of a species' images: gallery from 1, queries from 1001. */
  private static int[] numbers(Options options) {
    return IntStream.concat(
            IntStream.rangeClosed(1, options.galleryPerSpecies()),
            IntStream.range(FIRST_QUERY, FIRST_QUERY + options.queriesPerSpecies()))
        .toArray();
  }

  private static void save(BufferedImage image, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam quality = writer.getDefaultWriteParam();
    quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    quality.setCompressionQuality(JPEG_QUALITY);
    try (OutputStream bytes = Files.newOutputStream(file);
        ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), quality);
    } finally {
      writer.dispose();
    }
  }
}
