package dev.chmcorr.job.report;

import dev.chmcorr.chm.Grid;
import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.Correspondence;
import dev.chmcorr.domain.FailureReason;
import dev.chmcorr.domain.GroundTruth;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Query;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.Failure;
import dev.chmcorr.table.Setting;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * A folder of {@code rerank} with five queries and five gallery images, of which three candidates
 * are re-ranked and two vote. Gallery images 0 and 1 are of class {@link #HOSTILE}, whose label is
 * smaller, the others of class b.
 *
 * <pre>
 * query  class    ranking    scores of the first three  re-ranked  kNN      CHM-Corr
 * 0      HOSTILE  2 0 1 3 4  .1 .9 .8                   0 1 2      HOSTILE  HOSTILE, 2 votes
 * 1      b        2 3 0 1 4  .5 .2 .9                   0 2 3      b        HOSTILE, 1
 * 2      unknown  0 2 1 3 4  .3 .2 failed               0 2        HOSTILE  HOSTILE, 1
 * 3      only     3 2 1 0 4  .1 .2 .3                   1 2 3      b        HOSTILE, 1
 * 4      HOSTILE  none
 * </pre>
 */
final class SmallRun {
  static final String HOSTILE = "<img src=x onerror=alert(1)>";
  static final Setting SETTING = new Setting("first", 3, 2, 0, Axes.ALIGNED, null);
  static final Setting MASKED =
      new Setting("masked", 3, 2, 0, Axes.ALIGNED, "0123456789abcdef".repeat(4));

  private static final int[][] RANKINGS = {
    {2, 0, 1, 3, 4}, {2, 3, 0, 1, 4}, {0, 2, 1, 3, 4}, {3, 2, 1, 0, 4}
  };
  private static final float[][] SCORES = {
    {0.1f, 0.9f, 0.8f}, {0.5f, 0.2f, 0.9f}, {0.3f, 0.2f, Float.NaN}, {0.1f, 0.2f, 0.3f}
  };
  private static final String[] CLASSES = {HOSTILE, "b", null, "only", HOSTILE};

  private final Path place;
  private final RunTables tables;

  SmallRun(JobContext context, Path place) {
    this.place = place;
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("method", "chm");
    parameters.put("transform", "multi");
    Map<String, Object> settings = new LinkedHashMap<>();
    Map<String, Object> masked = MASKED.summary();
    masked.put("score_seconds", 2.5);
    settings.put(MASKED.name(), masked);
    settings.put(SETTING.name(), SETTING.summary());
    RunRecord run =
        RunRecord.of("rerank", "1.2.3", parameters)
            .withInputs(
                Map.of("train", "file:" + place + "/train", "val", "file:" + place + "/val"))
            .withSummary(Map.of("queries", 5, "settings", settings, "stages", stages()));
    this.tables = new RunTables(context, text(), run);
  }

  /** Of the setting scored last, and what came before all settings. */
  private static Map<String, Object> stages() {
    Map<String, Object> stages = new LinkedHashMap<>();
    stages.put("correspond", Map.of("wall_seconds", 63.5));
    stages.put("score", Map.of("wall_seconds", 1.5));
    return stages;
  }

  String text() {
    return place.resolve("run").toString();
  }

  static GroundTruth truth(int query) {
    return GroundTruth.of(CLASSES[query]);
  }

  /** Writes the tables and, but for gallery image 4 and query 3, the images. */
  SmallRun write() throws IOException {
    List<RunTables.Ranked> queries = new ArrayList<>();
    for (int id = 0; id < CLASSES.length; id++) {
      queries.add(new RunTables.Ranked(query(id), neighbours(id)));
      if (id != 3) {
        draw(place.resolve("val/" + query(id).name()), 300, 100, 40 * id);
      }
    }
    for (int id = 0; id < 4; id++) {
      draw(Path.of(gallery(id).path().substring("file:".length())), 100, 200, 40 * id);
    }
    tables.write(
        queries,
        List.of(),
        List.of(new RunTables.Scored(SETTING, null), new RunTables.Scored(MASKED, masks())));
    return this;
  }

  /** Cell 0 of every query. */
  private static HashMap<Integer, double[]> masks() {
    HashMap<Integer, double[]> masks = new HashMap<>();
    for (int id = 0; id < CLASSES.length; id++) {
      double[] mask = new double[Grid.POINTS];
      mask[0] = 1;
      masks.put(id, mask);
    }
    return masks;
  }

  private Query query(int id) {
    String name = "all/" + id + ".png";
    return new Query(id, "file:" + place + "/val/" + name, name, CLASSES[id], truth(id));
  }

  private ImageRef gallery(int id) {
    int label = id < 2 ? 0 : 1;
    String className = id < 2 ? HOSTILE : "b";
    return new ImageRef(
        id, "file:%s/train/%s/%d.png".formatted(place, className, id), className, label);
  }

  private List<RunTables.Neighbour> neighbours(int query) {
    List<RunTables.Neighbour> neighbours = new ArrayList<>();
    for (int i = 0; query < RANKINGS.length && i < RANKINGS[query].length; i++) {
      float score = i < SCORES[query].length ? SCORES[query][i] : 0;
      neighbours.add(
          new RunTables.Neighbour(
              gallery(RANKINGS[query][i]),
              i == 4 ? null : 1 - 0.125 * i,
              i >= SCORES[query].length || Float.isNaN(score) ? null : pair(score),
              Float.isNaN(score)
                  ? Failure.of(FailureReason.NOT_FINITE, new IOException("x"))
                  : null));
    }
    return neighbours;
  }

  /** All cells are as alike, so that this is the score; all points go to the upper left corner. */
  static Correspondence pair(float alike) {
    float[] map = new float[Grid.POINTS];
    Arrays.fill(map, alike);
    float[] corner = new float[Grid.POINTS];
    Arrays.fill(corner, -1);
    float[] attention = new float[Grid.POINTS];
    attention[0] = 1;
    return new Correspondence(corner, corner, map, map, attention);
  }

  /** A grey image. */
  private static void draw(Path file, int width, int height, int grey) throws IOException {
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, grey << 16 | grey << 8 | grey);
      }
    }
    ImageIO.write(image, "png", file.toFile());
  }
}
