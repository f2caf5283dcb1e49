package dev.chmcorr.job.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chmcorr.chm.Grid;
import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.Correspondence;
import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.FailureReason;
import dev.chmcorr.domain.GroundTruth;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.Query;
import dev.chmcorr.domain.QuerySelection;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.rerank.RerankJob;
import dev.chmcorr.job.rerank.RerankOptions;
import dev.chmcorr.job.rerank.RerankTrial;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.job.score.PerQuery;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.Failure;
import dev.chmcorr.table.Setting;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * A folder of {@code rerank} with enough queries for two pages of a gallery. Its classes have names
 * that a page must not take for markup or let break its layout, and so have its images; what was
 * found of pairs is drawn at random.
 *
 * <p>The class of a query is that of its id modulo 7; of those with remainder 6 it is unknown. The
 * last query has no ranking; of those with remainder 3 modulo 10 the second neighbour failed. Some
 * images have no picture. One query has also been compared with the nearest of a class that is not
 * in its ranking.
 */
final class StrangeRun {
  static final String LONG = "Longname".repeat(38).substring(0, 300);

  /** In the order of their labels. */
  static final List<String> CLASSES =
      List.of(
          "<img src=x onerror=alert(1)>",
          "\"double\" 'single' `back` \\n &amp; &lt;",
          "</script><script>alert(1)</script>",
          "\u0639\u0635\u0641\u0648\u0631 \u202e\u05e6\u05e4\u05d5\u05e8 (1)",
          LONG,
          "Plain Jay");

  static final int QUERIES = 60;
  static final int WITHOUT_RANKING = QUERIES - 1;
  static final int N = 7;
  static final int K = 3;
  static final Setting ATTENTION = new Setting("attention", N, K, 0.55, Axes.ALIGNED, null);
  static final Setting MASKED =
      new Setting("masked", N, K, 0.55, Axes.PUBLISHED, "0123456789abcdef".repeat(4));

  /** A query that was compared with images of a class of its own. */
  static final int COMPARED_BESIDE = 50;

  static final String BESIDE = "Zebra Finch";

  private static final int GALLERY = 30;
  private static final int NEIGHBOURS = 10;

  private final Path place;
  private final RunTables tables;

  /**
   * @param place folder in which it is made, with its images
   */
  StrangeRun(JobContext context, Path place) {
    this.place = place;
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("method", "chm");
    parameters.put("transform", "single");
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put(MASKED.name(), MASKED.summary());
    settings.put(ATTENTION.name(), ATTENTION.summary());
    RunRecord run =
        RunRecord.of("rerank", "1.2.3", parameters)
            .withInputs(
                Map.of(
                    "train",
                    "file:" + place + "/train",
                    "val",
                    "file:" + place + "/val",
                    "method",
                    "chm",
                    "classes",
                    "all"))
            .withSummary(
                Map.of(
                    "queries",
                    QUERIES,
                    "settings",
                    settings,
                    "stages",
                    Map.of("score", Map.of("wall_seconds", 1.5))));
    this.tables = new RunTables(context, text(), run);
  }

  String text() {
    return place.resolve("run").toString();
  }

  StrangeRun write() throws IOException {
    List<RunTables.Ranked> queries = new ArrayList<>();
    HashMap<Integer, double[]> masks = new HashMap<>();
    for (int id = 0; id < QUERIES; id++) {
      queries.add(new RunTables.Ranked(query(id), neighbours(id)));
      masks.put(id, mask(id));
      if (id % 5 != 4) {
        draw(place.resolve("val/" + id + ".png"), id);
      }
    }
    for (int id = 0; id < GALLERY; id++) {
      if (id % 11 != 10) {
        draw(place.resolve("train-images/" + id + ".png"), id);
      }
    }
    tables.write(
        queries,
        List.of(error()),
        List.of(new RunTables.Scored(MASKED, masks), new RunTables.Scored(ATTENTION, null)));
    tables.write(query(COMPARED_BESIDE), 4, beside());
    return this;
  }

  /** Scores fall as similarities do. */
  private List<RunTables.Neighbour> beside() {
    List<RunTables.Neighbour> beside = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      String path = "file:%s/train-images/%d.png".formatted(place, i);
      ImageRef image = new ImageRef(GALLERY + i, path, BESIDE, CLASSES.size());
      beside.add(
          new RunTables.Neighbour(
              image, 0.25 - 0.125 * i, SmallRun.pair(0.25f - 0.125f * i), null));
    }
    return beside;
  }

  /** Rows of {@link dev.chmcorr.table.ResultRow#SCHEMA}, by the ids of their queries. */
  List<Row> results(Setting setting) {
    return tables.results(setting);
  }

  /** What the program finds of a query in another setting, and puts into the folder. */
  Row rerank(int query, RerankOptions.Scoring scoring) throws IOException {
    String name = "asked";
    RerankJob.run(
        new LocalSpark().context(),
        new RerankOptions(
                RerankTrial.recorded(),
                null,
                new NetworkOptions(
                    null, null, Precision.AUTO, DeviceChoice.CPU, NetworkOptions.BY_DEVICE),
                null,
                null,
                scoring,
                text(),
                name,
                PerQuery.NONE,
                64)
            .with(QuerySelection.Ids.of(String.valueOf(query))));
    Setting setting =
        new Setting(name, scoring.n(), scoring.k(), scoring.t(), scoring.axes(), null);
    return tables.results(setting).stream()
        .filter(row -> row.<Integer>getAs("query_id") == query)
        .findFirst()
        .orElseThrow();
  }

  /** Name of a query's class; null if it is unknown. */
  static String className(int query) {
    return query % 7 == 6 ? null : CLASSES.get(query % 7);
  }

  /** Path of a query below the folder of its set. */
  static String name(int query) {
    String className = className(query);
    return (className == null ? "all" : className) + "/" + query + ".PNG";
  }

  private Query query(int id) {
    String path = "file:%s/val/%d.png".formatted(place, id);
    return new Query(id, path, name(id), className(id), GroundTruth.of(className(id)));
  }

  /** They lie beside the folder of the gallery, so that their names begin with their classes. */
  private ImageRef gallery(int id) {
    int label = id % CLASSES.size();
    return new ImageRef(
        id, "file:%s/train-images/%d.png".formatted(place, id), CLASSES.get(label), label);
  }

  /** Half of them are of the query's class, as far as there are so many. */
  List<RunTables.Neighbour> neighbours(int query) {
    Random random = new Random(query);
    List<RunTables.Neighbour> neighbours = new ArrayList<>();
    for (ImageRef image : query == WITHOUT_RANKING ? List.<ImageRef>of() : ranking(query, random)) {
      int rank = neighbours.size() + 1;
      boolean failed = rank == 2 && query % 10 == 3;
      neighbours.add(
          new RunTables.Neighbour(
              image,
              1 - 0.0625 * rank,
              failed || rank > N ? null : pair(random),
              failed ? Failure.of(FailureReason.NOT_FINITE, new IOException("x")) : null));
    }
    return neighbours;
  }

  private List<ImageRef> ranking(int query, Random random) {
    Map<ImageRef, Double> distances = new HashMap<>();
    for (int id = 0; id < GALLERY; id++) {
      ImageRef image = gallery(id);
      distances.put(image, random.nextDouble() + (id % 6 == query % 7 ? 0 : 0.3));
    }
    List<ImageRef> images = new ArrayList<>(distances.keySet());
    Collections.sort(images, Comparator.comparing(distances::get));
    return images.subList(0, NEIGHBOURS);
  }

  private static Correspondence pair(Random random) {
    return new Correspondence(
        floats(random, -1),
        floats(random, -1),
        floats(random, 0),
        floats(random, 0),
        floats(random, 0));
  }

  /** From the lowest to 1. */
  private static float[] floats(Random random, int lowest) {
    float[] values = new float[Grid.POINTS];
    for (int i = 0; i < values.length; i++) {
      values[i] = lowest + (1 - lowest) * random.nextFloat();
    }
    return values;
  }

  /** Two whole parts and half of another. */
  static double[] mask(int query) {
    double[] mask = new double[Grid.POINTS];
    mask[query % 40] = 1;
    mask[query % 40 + 3] = 1;
    mask[query % 40 + 8] = 0.5;
    return mask;
  }

  /** The mask of a query in a file that has no other. */
  static double[] mask(String json, int query) throws IOException {
    JsonNode masks = new ObjectMapper().readTree(json);
    assertThat(masks).hasSize(1);
    JsonNode rows = masks.get(name(query));
    assertThat(rows).hasSize(7).allMatch(row -> row.size() == 7);
    return IntStream.range(0, 49)
        .mapToDouble(cell -> rows.get(cell / 7).get(cell % 7).doubleValue())
        .toArray();
  }

  /**
   * What these parts of the best candidate of the predicted class show, the most alike first.
   *
   * @param row what the program found
   */
  List<String> partValues(int query, Row row, int... cells) {
    Row best =
        row.<Row>getList(row.fieldIndex("neighbours")).stream()
            .filter(candidate -> candidate.getAs("class").equals(row.getAs("prediction")))
            .findFirst()
            .orElseThrow();
    int rank = best.getAs("knn_rank");
    float[] map = neighbours(query).get(rank - 1).pair().similarity(Axes.ALIGNED);
    List<Float> sorted =
        Arrays.stream(cells).mapToObj(cell -> map[cell]).sorted(Comparator.reverseOrder()).toList();
    return IntStream.range(0, sorted.size())
        .mapToObj(i -> i + 1 + ": " + Answer.digits(sorted.get(i), 3))
        .toList();
  }

  private Row error() {
    return RowFactory.create(
        "correspond",
        "gallery",
        gallery(0).path(),
        FailureReason.NOT_FINITE.text(),
        "IOException",
        "Cannot compare <b>" + LONG,
        null);
  }

  /** A gradient of one colour. */
  private static void draw(Path file, int number) throws IOException {
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        image.setRGB(x, y, Color.HSBtoRGB(number / 30f, x / 64f, 0.3f + y / 100f));
      }
    }
    ImageIO.write(image, "png", file.toFile());
  }
}
