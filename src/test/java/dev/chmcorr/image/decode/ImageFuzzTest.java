package dev.chmcorr.image.decode;

import static dev.chmcorr.image.decode.PngBuilder.zlib;

import dev.chmcorr.Edits;
import dev.chmcorr.Hostile;
import dev.chmcorr.Seeds;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.image.TransformsTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.opencv.imgcodecs.Imgcodecs;

/**
 * Damaged and made-up images, through our reading of their headers and the native decoders behind
 * it. A crash of those ends the process; the file that did it is left in {@link #LAST}.
 */
class ImageFuzzTest {
  private static final Path LAST = Path.of("target", "fuzz", "last-image");
  private static final int MAX_PIXELS = 1 << 20;
  private static final int BYTES_PER_PIXEL = 8;
  private static final ImageDecoder DECODER = new ImageDecoder(MAX_PIXELS);
  private static final List<byte[]> SOUND = sound();

  /** Each format as OpenCV writes it, and real files where they are at hand. */
  private static List<byte[]> sound() {
    RgbImage image = TransformsTest.noise(23, 31, 2);
    List<byte[]> files = new ArrayList<>();
    for (String ending : new String[] {".jpg", ".png", ".bmp", ".tiff", ".webp", ".ppm"}) {
      files.add(Encoded.of(image, ending));
    }
    files.add(Encoded.of(image, ".jpg", Imgcodecs.IMWRITE_JPEG_PROGRESSIVE, 1));
    files.add(Encoded.of(image, ".webp", Imgcodecs.IMWRITE_WEBP_QUALITY, 101));
    files.add(Encoded.of(image, ".ppm", Imgcodecs.IMWRITE_PXM_BINARY, 0));
    for (int compression : new int[] {1, 8, 32_773}) {
      files.add(Encoded.of(image, ".tiff", Imgcodecs.IMWRITE_TIFF_COMPRESSION, compression));
    }
    files.add(new GifBuilder(2, 2).area(new int[] {0, 0, 2, 2}, 0).pixels(0, 1, 2, 3));
    return Seeds.with(files, "odd/images", 50_000, "");
  }

  @Property
  void damaged(@ForAll("files") byte[] file, @ForAll("edits") Edits edits) {
    decode(edits.of(file));
  }

  @Property
  void pngHeaders(@ForAll("png") byte[] file) {
    decode(file);
  }

  @Property
  void tiffDirectories(@ForAll("tiff") byte[] file) {
    decode(file);
  }

  @Provide
  Arbitrary<byte[]> files() {
    return Arbitraries.of(SOUND);
  }

  @Provide
  Arbitrary<Edits> edits() {
    return Edits.any();
  }

  /** Checksums that hold, so that what the header says is believed. */
  @Provide
  Arbitrary<byte[]> png() {
    Arbitrary<Integer> side = Arbitraries.of(0, 1, 2, 31, 1000, 65_536, 1 << 20, 1 << 30, -1);
    return Combinators.combine(
            side,
            side,
            Arbitraries.integers().between(-128, 127),
            Arbitraries.integers().between(-1, 7),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(800),
            Arbitraries.integers().list().ofMaxSize(100))
        .as(
            (width, height, depth, type, palette, rows) ->
                new PngBuilder(width, height, depth, type)
                    .chunk("PLTE", palette)
                    .chunk("IDAT", zlib(rows.stream().mapToInt(i -> i).toArray()))
                    .build());
  }

  /** Directories of tags that libtiff understands, with values that it may not. */
  @Provide
  Arbitrary<byte[]> tiff() {
    Arbitrary<int[]> entry =
        Combinators.combine(
                Arbitraries.of(
                    254, 256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 284, 317, 320, 322,
                    323, 324, 325, 330, 338, 339, 347, 530),
                Arbitraries.integers().between(0, 18),
                Arbitraries.of(0, 1, 2, 3, 4, 100, 1 << 16, 1 << 28, 1 << 31, -1),
                Arbitraries.of(
                    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 31, 32, 200, 1000, 5000, 8192, 32_773, 34_712,
                    65_535, 65_536, 1 << 20, 1 << 24, 1 << 30, 1 << 31, -1))
            .as((tag, type, count, value) -> new int[] {tag, type, count, value});
    return Combinators.combine(
            entry.list().ofMinSize(1).ofMaxSize(12),
            Arbitraries.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN),
            Arbitraries.of(0, 8, 20, -1))
        .as(ImageFuzzTest::tiff);
  }

  private static byte[] tiff(List<int[]> entries, ByteOrder order, int next) {
    TiffBuilder tiff = new TiffBuilder(order).next(next);
    entries.forEach(entry -> tiff.tag(entry[0], entry[1], entry[2], entry[3]));
    return tiff.build();
  }

  private static void decode(byte[] file) {
    try {
      Files.createDirectories(LAST.getParent());
      Files.write(LAST, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long most = Hostile.bound(file.length) + BYTES_PER_PIXEL * MAX_PIXELS;
    Hostile.read(most, ImageException.class, () -> DECODER.decode(file));
  }
}
