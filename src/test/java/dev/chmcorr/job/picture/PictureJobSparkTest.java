package dev.chmcorr.job.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.Correspondence;
import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.GroundTruth;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.Query;
import dev.chmcorr.domain.QuerySelection;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.picture.PictureOptions.Existing;
import dev.chmcorr.job.picture.PictureOptions.Kind;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.picture.PictureFormat;
import dev.chmcorr.runfolder.RunLock;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.CorrespondenceRow;
import dev.chmcorr.table.PairCodec;
import dev.chmcorr.table.QueryRow;
import dev.chmcorr.table.RankingRow;
import dev.chmcorr.table.ResultRow;
import dev.chmcorr.table.Setting;
import dev.chmcorr.table.Table;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of a small folder of rerank; its networks and most of its images are gone. */
class PictureJobSparkTest {
  /** Three cells of the first rows. */
  private static final List<Double> MASK =
      Stream.concat(Stream.of(1.0, 1.0), IntStream.range(2, 49).mapToObj(i -> i == 8 ? 1.0 : 0.0))
          .toList();

  private final LocalSpark spark = new LocalSpark();
  private final JobContext context = spark.context();
  private final PairCodec codec = ComparisonMethods.named("chm").codec();
  @TempDir private Path place;
  private Path run;

  @BeforeEach
  void makeRun() throws IOException {
    run = place.resolve("run");
    ImageIO.write(
        new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB),
        "png",
        place.resolve("q.png").toFile());
    List<Query> queries =
        List.of(
            new Query(0, place.resolve("q.png").toUri().toString(), "2/q.png", "2", truth("2")),
            new Query(1, "file:/gone/r.png", "r.png", null, GroundTruth.UNKNOWN));
    List<Row> rankings = new ArrayList<>();
    List<Row> pairs = new ArrayList<>();
    for (Query query : queries) {
      compare(query, 1, "10", 0.2f, rankings, pairs);
      compare(query, 2, "2", 0.8f, rankings, pairs);
    }
    put("rankings", rankings, RankingRow.SCHEMA);
    put("correspondences", pairs, CorrespondenceRow.schema(codec));
    put(
        "queries",
        queries.stream().map(query -> new QueryRow(query, FileVersion.UNKNOWN).toRow()).toList(),
        QueryRow.SCHEMA);
    scored(queries);
  }

  private static GroundTruth truth(String className) {
    return GroundTruth.of(className);
  }

  /** Results of four settings; those of stale are of other pairs, those of old lack their masks. */
  private void scored(List<Query> queries) throws IOException {
    Setting stale = new Setting("stale", 2, 1, 0, Axes.PUBLISHED, null);
    Setting masked = new Setting("masked", 2, 1, 0, Axes.ALIGNED, "of a file");
    Setting last = new Setting("last", 2, 1, 0, Axes.PUBLISHED, null);
    List<Row> results = new ArrayList<>();
    Map<String, Object> settings = new LinkedHashMap<>();
    Setting old = new Setting("old", 2, 1, 0, Axes.ALIGNED, "of a file");
    for (Setting setting : List.of(stale, old, masked, last)) {
      for (Query query : queries) {
        results.add(result(query, setting, setting.equals(stale) ? "10" : "2").toRow());
      }
      settings.put(setting.name(), setting.summary());
    }
    put("results", results, ResultRow.SCHEMA);
    var folder = context.store().path(run.toString());
    try (RunLock lock = RunLock.acquire(context.store(), folder)) {
      RunRecord.of("rerank", "0", Map.of("transform", "single", "method", "chm"))
          .withSummary(Map.of("settings", settings))
          .write(context.store(), folder);
    }
  }

  private static ResultRow result(Query query, Setting setting, String prediction) {
    return new ResultRow(
        query.id(),
        query.path(),
        query.className(),
        prediction,
        1,
        query.truth().judge(prediction),
        new ResultRow.Knn("10", 1, query.truth().judge("10")),
        List.of(),
        setting,
        setting.name().equals("masked") ? MASK : null);
  }

  private void compare(
      Query query, int rank, String className, float alike, List<Row> rankings, List<Row> pairs) {
    ImageRef image = new ImageRef(rank, "file:/gone/" + className + "/g.png", className, rank);
    ImageRef asked = new ImageRef(query.id(), query.path(), "x", 0);
    rankings.add(RankingRow.of(asked, rank, image, 0.5).toRow());
    float[] map = new float[Correspondence.CELLS];
    Arrays.fill(map, alike);
    float[] attention = new float[Correspondence.CELLS];
    attention[0] = 1;
    pairs.add(
        new CorrespondenceRow(
                query.id(),
                query.path(),
                rank,
                image.id(),
                image.path(),
                new Correspondence(map, map, map, map, attention),
                null,
                null)
            .toRow(codec));
  }

  private void put(String table, List<Row> rows, StructType schema) {
    Table.append(
        context.spark().createDataFrame(rows, schema).coalesce(1),
        context.store().path(run.resolve(table).toString()),
        RunRecord.of("rerank", "0", Map.of()));
  }

  private PictureOptions options(String at, QuerySelection queries, Path out, Existing existing) {
    Kind kind = out.toString().endsWith(".svg") ? Kind.FILE : Kind.FOLDER;
    return new PictureOptions(
        run + at,
        queries,
        new PictureOptions.Target(out.toString(), kind, PictureFormat.SVG, existing),
        new PictureOptions.Roots(null, null, null),
        Limits.DEFAULT);
  }

  private void draw(String at, QuerySelection queries, Path out, Existing existing)
      throws IOException {
    PictureJob.run(context, options(at, queries, out, existing));
  }

  @Test
  void drawsOneQueryOfTheSettingScoredLast() throws IOException {
    Path out = place.resolve("q.svg");

    draw("", new QuerySelection.One(0), out, Existing.KEEP);

    assertThat(Files.readString(out))
        .contains(">CHM-Corr<", ">right:<", ">wrong:<", ">1 of 1 votes<", "(setting last)")
        .contains("data:image/jpeg;base64,")
        .contains("Cannot show");
    assertThat(spark.progress()).contains("warning: 2 images could not be read");
    assertThat(spark.out()).contains("Pictures drawn: 1, file:" + out);
  }

  @Test
  void classesHaveTheNamesThatPeopleKnow() throws IOException {
    Path names = Files.writeString(place.resolve("names.csv"), "2,Tench\n10,Goldfish\n");
    PictureOptions plain =
        options("", new QuerySelection.One(0), place.resolve("n.svg"), Existing.KEEP);

    PictureJob.run(
        context,
        new PictureOptions(
            plain.run(),
            plain.queries(),
            plain.target(),
            plain.images(),
            names.toString(),
            plain.limits()));

    assertThat(Files.readString(place.resolve("n.svg"))).contains("Tench").contains("Goldfish");
  }

  @Test
  void withMasksTheFigureHasTheirCells() throws IOException {
    Path out = place.resolve("m.svg");

    draw("@masked", new QuerySelection.One(0), out, Existing.KEEP);

    assertThat(Files.readString(out))
        .contains(">CHM-Corr+<", "mask of 3 cells", "the 3 cells of the mask");
  }

  @Test
  void aFolderGoesOnWhereItWas() throws IOException {
    Path out = place.resolve("pictures");
    draw("", QuerySelection.ALL, out, Existing.KEEP);
    Files.writeString(out.resolve("0.svg"), "kept");
    Files.delete(out.resolve("1.svg"));

    draw("", QuerySelection.ALL, out, Existing.KEEP);

    assertThat(out.resolve("0.svg")).hasContent("kept");
    assertThat(Files.readString(out.resolve("1.svg"))).contains(">unknown<");
    assertThat(spark.progress()).contains("1 of 2 are there already");

    draw("", QuerySelection.Ids.of("0-0"), out, Existing.REPLACE);
    assertThat(Files.readString(out.resolve("0.svg"))).contains(">Query 0<");

    assertThatThrownBy(() -> draw("@masked", QuerySelection.ALL, out, Existing.KEEP))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("setting was last, is masked");
  }

  @Test
  void refusesWhatItCannotDraw() {
    Path out = place.resolve("x.svg");

    assertThatThrownBy(() -> draw("@none", new QuerySelection.One(0), out, Existing.KEEP))
        .hasMessageEndingWith(": it has stale, old, masked, last");
    assertThatThrownBy(() -> draw("", new QuerySelection.One(7), out, Existing.KEEP))
        .hasMessageStartingWith("Invalid --query: 7 is none of the queries of file:" + run + " (");
    assertThatThrownBy(() -> draw("@stale", new QuerySelection.One(0), out, Existing.KEEP))
        .hasStackTraceContaining(
            "Cannot draw query 0: its pairs give 2, the results of setting stale say 10");
    assertThatThrownBy(() -> draw("@old", new QuerySelection.One(0), out, Existing.KEEP))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot draw setting old of file:%s: an earlier version scored it, which did not keep its masks; score it again by rerank --mask",
            run);
    assertThat(out).doesNotExist();
  }
}
