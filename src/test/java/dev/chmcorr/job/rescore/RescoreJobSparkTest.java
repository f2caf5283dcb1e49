package dev.chmcorr.job.rescore;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.lists.LabelOptions;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.rerank.RerankJob;
import dev.chmcorr.job.rerank.RerankOptions;
import dev.chmcorr.job.rerank.RerankTrial;
import dev.chmcorr.job.rescore.RescoreOptions.Tables;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.job.score.PerQuery;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.AccuracyRow;
import dev.chmcorr.table.AccuracyRow.Counts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.io.file.PathUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A grid against {@code rerank} in one setting after the other, on made-up pairs. */
class RescoreJobSparkTest {
  private static final MadeUpRun MADE_UP = new MadeUpRun(12, 8, 6, 3);
  private static final ValueGrid GRID =
      new ValueGrid(
          List.of(4, 6),
          List.of(3, 5),
          List.of(0.3, 0.55),
          List.of(Axes.PUBLISHED, Axes.ALIGNED),
          null);

  @TempDir private static Path fixtures;
  private final LocalSpark spark = new LocalSpark();
  @TempDir private Path folder;

  @BeforeAll
  static void prepare() throws IOException {
    LocalSpark spark = new LocalSpark();
    MADE_UP.write(spark.context(), fixtures + "/run");
    Files.writeString(fixtures.resolve("masks.json"), masks());
    rerank(spark, new RerankOptions.Scoring(4, 3, 0.3, Axes.ALIGNED, null));
    rerank(spark, new RerankOptions.Scoring(6, 5, 0.3, Axes.PUBLISHED, fixtures + "/masks.json"));
    rerank(spark, new RerankOptions.Scoring(6, 5, 0.55, Axes.PUBLISHED, null));
  }

  /** A column of cells, and one cell of each query's own. */
  private static String masks() {
    return IntStream.range(0, MADE_UP.queries())
        .mapToObj(
            id ->
                "\"%d.jpg\": [%s]"
                    .formatted(
                        id,
                        IntStream.range(0, 7)
                            .mapToObj(
                                row -> "[0, %s, 0, 1, 0, 0, 0]".formatted(row == id % 7 ? 1 : 0))
                            .collect(Collectors.joining(", "))))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static void rerank(LocalSpark spark, RerankOptions.Scoring scoring) throws IOException {
    RerankJob.run(
        spark.context(),
        new RerankOptions(
            RerankTrial.recorded(),
            null,
            new NetworkOptions(null, null, Precision.AUTO, DeviceChoice.CPU, 4),
            null,
            null,
            scoring,
            fixtures + "/run",
            null,
            PerQuery.NONE,
            64));
  }

  private List<AccuracyRow> rescore(ValueGrid grid, Tables tables, String... masks)
      throws IOException {
    return rescore(fixtures + "/run", grid, tables, masks);
  }

  private List<AccuracyRow> rescore(String run, ValueGrid grid, Tables tables, String... masks)
      throws IOException {
    return RescoreJob.run(
        spark.context(),
        new RescoreOptions(run, folder + "/grid", grid, List.of(masks), tables, Limits.DEFAULT));
  }

  private List<AccuracyRow> judgedBy(String truth, String json) throws IOException {
    Files.writeString(folder.resolve(truth), json);
    return RescoreJob.run(
        spark.context(),
        new RescoreOptions(
            fixtures + "/run",
            folder + "/grid",
            GRID,
            List.of(),
            Tables.ACCURACIES_AND_RESULTS,
            new LabelOptions(folder + "/" + truth, null, null),
            Limits.DEFAULT));
  }

  private static Dataset<Row> table(Path table) {
    return LocalSpark.session().read().parquet(table.toString());
  }

  @Test
  void numbersAreThoseOfRerankBitForBit() throws IOException {
    List<AccuracyRow> rows =
        rescore(
            GRID,
            Tables.ACCURACIES_AND_RESULTS,
            RescoreOptions.ATTENTION,
            fixtures + "/masks.json");

    assertThat(rows).hasSize(2 * 2 * 3 + 2 * 3);
    Dataset<Row> expected = table(fixtures.resolve("run/results"));
    Set<String> scored =
        expected.select("setting").distinct().collectAsList().stream()
            .map(row -> row.getString(0))
            .collect(Collectors.toSet());
    assertThat(scored).hasSize(3);
    Dataset<Row> results = table(folder.resolve("grid/results"));
    assertThat(
            results.where(results.col("setting").isInCollection(scored)).toJSON().collectAsList())
        .containsExactlyInAnyOrderElementsOf(expected.toJSON().collectAsList());
    assertThat(results.schema().fieldNames()).isEqualTo(expected.schema().fieldNames());
    assertCounts(rows, results);
    assertThat(spark.out())
        .contains("Accuracies of 18 settings of CHM-Corr, best first", "Pairs without a score")
        .contains("Tables: file:" + folder + "/grid/{accuracies,results}");
  }

  /** Accuracies are those that a query of the results gives. */
  private void assertCounts(List<AccuracyRow> rows, Dataset<Row> results) {
    Map<String, Row> counted =
        results
            .selectExpr("setting", "correct AS chm", "knn_correct AS knn")
            .groupBy("setting")
            .agg(
                expr("count(*)"),
                expr("count(chm)"),
                expr("count_if(chm AND knn)"),
                expr("count_if(knn AND NOT chm)"),
                expr("count_if(chm AND NOT knn)"))
            .collectAsList()
            .stream()
            .collect(Collectors.toMap(row -> row.getString(0), row -> row));
    for (AccuracyRow row : rows) {
      Row counts = counted.get(row.setting().name());
      assertThat(row.counts())
          .as(row.setting().name())
          .isEqualTo(
              new Counts(
                  counts.getLong(1),
                  counts.getLong(2),
                  counts.getLong(3),
                  counts.getLong(4),
                  counts.getLong(5)));
      assertThat(row.statistics()).isEqualTo(Significance.of(row.counts()));
    }
    assertThat(table(folder.resolve("grid/accuracies")).collectAsList())
        .extracting(AccuracyRow::fromRow)
        .containsExactlyInAnyOrderElementsOf(rows);
    assertThat(rows).extracting(row -> row.counts().onlyChmCorrect()).anyMatch(count -> count > 0);
    assertThat(rows).extracting(row -> row.counts().scored()).containsOnly(12L);
    assertThat(rows).extracting(row -> row.counts().judged()).containsOnly(11L);
  }

  /** Queries 0 to 8 show anything, 9 what the gallery has not, the others nothing. */
  @Test
  void anotherTruthJudgesWithoutComparingAgain() throws IOException {
    String all = "[\"class 0000\", \"class 0001\", \"class 0002\"]";
    String json =
        IntStream.range(0, 9)
            .mapToObj(id -> "\"%d.jpg\": %s".formatted(id, all))
            .collect(Collectors.joining(", ", "{", ", \"9.jpg\": [\"swan\"], \"10.jpg\": []}"));

    List<AccuracyRow> rows = judgedBy("truth.json", json);

    assertThat(rows)
        .extracting(AccuracyRow::counts)
        .containsOnly(new Counts(12, 10, 9, 0, 0))
        .hasSize(12);
    assertThat(
            table(folder.resolve("grid/results"))
                .where("correct IS NULL")
                .select("query_id")
                .distinct()
                .collectAsList())
        .extracting(row -> row.getInt(0))
        .containsExactlyInAnyOrder(10, 11);
    assertThat(spark.progress()).contains("truth: 10 of 12 queries have right classes in");
    assertThatThrownBy(() -> judgedBy("other.json", "{\"0.jpg\": [\"swan\"]}"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("truth_sha256");
    assertThatThrownBy(() -> rescore(GRID, Tables.ACCURACIES))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("truth_sha256");
  }

  @Test
  void anotherGridAddsItsSettingsAndTheSameOneDoesNothing() throws IOException {
    ValueGrid first = new ValueGrid(null, List.of(1, 3), null, null, null);
    List<AccuracyRow> rows = rescore(first, Tables.ACCURACIES);
    assertThat(spark.progress())
        .contains("rescore: --N 6 --T 0.55 --axes published, as in the setting scored last")
        .contains("score: ")
        .contains(" of 12 queries in 2 settings");
    byte[] record = Files.readAllBytes(folder.resolve("grid/_run.json"));

    assertThat(rescore(first, Tables.ACCURACIES)).isEqualTo(rows);
    assertThat(spark.progress())
        .contains("score: nothing to do, file:%s/grid has 2 settings".formatted(folder));
    assertThat(folder.resolve("grid/_run.json")).hasBinaryContent(record);

    ValueGrid more = new ValueGrid(null, List.of(3, 4), null, null, List.of(2, 5));
    assertThat(rescore(more, Tables.ACCURACIES))
        .extracting(row -> row.setting().name())
        .containsExactly(
            "N6-K3-T0.55-published-parts2",
            "N6-K4-T0.55-published-parts2",
            "N6-K3-T0.55-published",
            "N6-K4-T0.55-published");
    assertThat(spark.progress()).contains(" of 12 queries in 3 settings");
    assertThat(table(folder.resolve("grid/accuracies")).count()).isEqualTo(5);

    rescore(first, Tables.ACCURACIES_AND_RESULTS);
    assertThat(table(folder.resolve("grid/results")).count()).isEqualTo(2 * 12);
    assertThat(table(folder.resolve("grid/accuracies")).count()).isEqualTo(5);
  }

  @Test
  void whatTheRunHasNotComparedIsRefusedOrCounted() throws IOException {
    ValueGrid seven = new ValueGrid(List.of(7), List.of(1), List.of(0.5), null, null);
    assertThatThrownBy(() -> rescore(seven, Tables.ACCURACIES))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot score 7 candidates a query (--N): file:%1$s/run has compared 6; give at most --N 6, or compare more by rerank --out file:%1$s/run --N 7",
            fixtures);
    Path less = folder.resolve("less");
    PathUtils.copyDirectory(fixtures.resolve("run"), less);
    Path pairs = less.resolve("correspondences");
    PathUtils.deleteDirectory(pairs);
    table(fixtures.resolve("run/correspondences"))
        .where("query_id > 1 AND (query_id <> 7 OR rank < 5)")
        .write()
        .parquet(pairs.toString());

    assertThatThrownBy(() -> rescore(less.toString(), GRID, Tables.ACCURACIES))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "has compared 1 query with fewer, query 7 with 4; compare the others");

    ValueGrid four = new ValueGrid(List.of(4), List.of(1), null, null, null);
    assertThat(rescore(less.toString(), four, Tables.ACCURACIES))
        .extracting(row -> row.counts().scored())
        .containsExactly(10L);
    assertThat(spark.out())
        .contains("Queries that file:%s has not compared, left out: 2 of 12".formatted(less));
  }

  @Test
  void aFolderOfAnotherRunIsRefused() throws IOException {
    ValueGrid small = new ValueGrid(null, List.of(1), null, null, null);
    rescore(small, Tables.ACCURACIES);
    Path grown = folder.resolve("grown");
    PathUtils.copyDirectory(fixtures.resolve("run"), grown);
    Files.copy(
        fixtures.resolve("run/queries/_SUCCESS"), grown.resolve("correspondences/part-more"));

    assertThatThrownBy(() -> rescore(grown.toString(), small, Tables.ACCURACIES))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Cannot continue in file:%s/grid: ", folder)
        .hasMessageContaining("tables was ");
  }

  @Test
  void onlyAFinishedFolderOfRerankIsScored() throws IOException {
    List<String> messages = new ArrayList<>();
    Files.createDirectory(folder.resolve("empty"));
    Path knn = Files.createDirectory(folder.resolve("knn"));
    write(knn, RunRecord.of("knn", "1", Map.of()));
    Path begun = folder.resolve("begun");
    PathUtils.copyDirectory(fixtures.resolve("run"), begun);
    write(begun, RunRecord.of("rerank", "1", Map.of("method", "chm")));
    for (String name : List.of("none", "empty", "knn", "begun")) {
      assertThatThrownBy(() -> rescore(folder.resolve(name).toString(), GRID, Tables.ACCURACIES))
          .isInstanceOf(UserException.class)
          .satisfies(e -> messages.add(e.getMessage().replace("file:" + folder, "")));
    }
    assertThat(messages)
        .containsExactly(
            "Cannot find run /none: no such file or folder",
            "Cannot rescore /empty: it has no _run.json; give the folder of a rerank run",
            "Cannot rescore /knn: it was made by knn; give the folder of a rerank run",
            "Cannot rescore /begun: its run has not finished; give its rerank command again");
    assertThat(folder.resolve("grid")).doesNotExist();
  }

  private void write(Path run, RunRecord record) throws IOException {
    record.write(spark.context().store(), spark.context().store().path(run.toString()));
  }
}
