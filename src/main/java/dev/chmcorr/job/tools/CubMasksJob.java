package dev.chmcorr.job.tools;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chmcorr.chm.Grid;
import dev.chmcorr.chm.PartMasks;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.decode.ImageDecoder;
import dev.chmcorr.image.decode.ImageException;
import dev.chmcorr.image.decode.ImageMemoryException;
import dev.chmcorr.job.input.ImageLister;
import dev.chmcorr.job.listing.ImageListing;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.OutputPlace;
import dev.chmcorr.store.StoredImages;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** The command {@code masks}: CUB's keypoints to masks for CHM-Corr+, one per query. */
public final class CubMasksJob {
  /** A line of a few words becomes several objects of Java's. */
  private static final int BYTES_PER_CHARACTER = 16;

  private static final int MAX_TEXT = Integer.MAX_VALUE - 8;

  private CubMasksJob() {}

  /** Which parts mark a cell: beak, belly, right leg, right wing and tail, or all visible ones. */
  public enum Parts {
    TOP5(PartMasks.Parts.TOP_FIVE),
    ALL(PartMasks.Parts.ALL);

    private final PartMasks.Parts parts;

    Parts(PartMasks.Parts parts) {
      this.parts = parts;
    }
  }

  /** Writes a JSON file {class/file: 7x7 of 0 and 1}. */
  public static void run(JobContext context, MasksOptions options) throws IOException {
    Path root = context.store().path(options.cub());
    new OutputPlace(context.store())
        .apartFrom("--val", ImageLister.place(options.val()))
        .refuseIn("--out", options.out());
    ImageListing queries =
        ImageLister.list(
            context, "--val", options.val(), InputOptions.DEFAULT.with(options.files()));
    Limits limits = options.limits();
    List<Path> unread = new ArrayList<>();
    context.describe("read the sizes of the queries");
    Map<String, double[]> masks =
        PartMasks.read(
            lines(context, new Path(root, "images.txt"), limits),
            lines(context, new Path(root, "parts/part_locs.txt"), limits),
            sizes(context, queries, limits, unread),
            options.parts().parts);
    if (masks.isEmpty()) {
      throw new UserException(
          "Cannot make masks: none of the %s in %s is named in %s/images.txt"
              .formatted(Texts.count(queries.size(), "image"), queries.root(), root));
    }
    Path file = context.store().path(options.out());
    byte[] json = new ObjectMapper().writeValueAsBytes(rows(masks));
    context.store().writeWhole(file, stream -> stream.write(json));
    context
        .console()
        .result("Masks of %d of %s: %s", masks.size(), Texts.count(queries.size(), "query"), file);
    if (!unread.isEmpty()) {
      throw new UserException(
          "Cannot read %s, such as %s: %s lacks their masks; make them readable and give the command again"
              .formatted(Texts.count(unread.size(), "query"), unread.get(0), file));
    }
  }

  private static List<String> lines(JobContext context, Path file, Limits limits)
      throws IOException {
    long bytes = context.store().require("CUB file", file).getLen();
    long most = Math.min(limits.inputBytes() / BYTES_PER_CHARACTER, MAX_TEXT);
    if (bytes > most) {
      throw new UserException(
          "Cannot read %s: it has %d bytes (at most %d; --max-input-mib raises the limit)"
              .formatted(file, bytes, most));
    }
    return new String(context.store().read(file), StandardCharsets.UTF_8).lines().toList();
  }

  private static Map<String, PartMasks.Size> sizes(
      JobContext context, ImageListing queries, Limits limits, List<Path> unread)
      throws IOException {
    ImageDecoder decoder = new ImageDecoder(limits.pixels());
    StoredImages stored = new StoredImages(context.store());
    Map<String, PartMasks.Size> sizes = new HashMap<>();
    for (ImageRef query : queries.images()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("Interrupted while reading images");
      }
      Path path = new Path(query.path());
      try {
        RgbImage image =
            decoder.decode(stored.read(query.path(), limits.imageBytes(), queries.shards()));
        sizes.put(queries.name(query), new PartMasks.Size(image.width(), image.height()));
      } catch (ImageMemoryException e) {
        context.console().warn("no mask for %s: %s", path, e.getMessage());
        unread.add(path);
      } catch (ImageException e) {
        context.console().warn("no mask for %s: %s", path, e.getMessage());
      } catch (IOException e) {
        context.console().warn("no mask for %s: %s", path, e.getMessage());
        unread.add(path);
      }
    }
    return sizes;
  }

  private static Map<String, int[][]> rows(Map<String, double[]> masks) {
    Map<String, int[][]> rows = new LinkedHashMap<>();
    masks.forEach(
        (name, cells) -> {
          int[][] mask = new int[Grid.SIDE][Grid.SIDE];
          for (int i = 0; i < cells.length; i++) {
            mask[i / Grid.SIDE][i % Grid.SIDE] = (int) cells[i];
          }
          rows.put(name, mask);
        });
    return rows;
  }
}
