package dev.chmcorr.job.rerank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.Correspondence;
import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.GroundTruth;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.Query;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.job.score.ScoreJob;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.CorrespondenceRow;
import dev.chmcorr.table.PairCodec;
import dev.chmcorr.table.QueryRow;
import dev.chmcorr.table.RankingRow;
import dev.chmcorr.table.Setting;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scores and reports from the tables of a folder, without images, rankings elsewhere, networks. */
class RerankFolderSparkTest {
  private static final Setting SETTING = new Setting(null, 2, 1, 0, Axes.PUBLISHED, null);
  private static final ImageRef TEN = new ImageRef(0, "file:/train/10/0.jpg", "10", 10);
  private static final ImageRef TWO = new ImageRef(1, "file:/train/2/0.jpg", "2", 2);

  private final LocalSpark spark = new LocalSpark();
  private final JobContext context = spark.context();
  private final PairCodec codec = ComparisonMethods.named("chm").codec();
  @TempDir private Path place;

  @Test
  void queriesOfUnknownClassGetPredictionsAndAreNotJudged() throws IOException {
    RerankFolder folder =
        folder(GroundTruth.UNKNOWN, GroundTruth.of("10"), new GroundTruth(List.of("1", "2")));

    RerankReport report = report(folder);

    assertThat(
            folder
                .results(SETTING)
                .sort("query_id")
                .select("class", "prediction", "correct", "knn_prediction", "knn_correct")
                .collectAsList())
        .containsExactly(
            RowFactory.create(null, "2", null, "10", null),
            RowFactory.create("10", "2", false, "10", true),
            RowFactory.create("1", "2", true, "10", false));
    assertThat(List.of(report.scored(), report.known(), report.chmCorrect(), report.knnCorrect()))
        .containsExactly(3L, 2L, 1L, 1L);
    assertThat(spark.out())
        .contains("kNN       accuracy, k = 1:  50.00 % (1 of 2)")
        .contains("Queries whose class is unknown, so not judged: 1");
  }

  @Test
  void ifNoClassIsKnownThereIsNoAccuracy() throws IOException {
    RerankFolder folder = folder(GroundTruth.UNKNOWN, GroundTruth.UNKNOWN);

    RerankReport report = report(folder);

    assertThat(report.scored()).isEqualTo(2);
    assertThat(report.known()).isZero();
    assertThat(report.summaryOf(SETTING))
        .containsEntry("queries_judged", 0L)
        .doesNotContainKey("chm_correct");
    assertThat(spark.out())
        .doesNotContain("%")
        .contains("No accuracy: the queries have no classes, so they are not judged: 2")
        .contains("Queries: 2 of 2 have a result");
  }

  @Test
  void equallyFrequentClassesAreInTheOrderOfTheirLabels() throws IOException {
    RerankFolder folder = folder(GroundTruth.of("2"));
    Setting both = new Setting(null, 2, 2, 0, Axes.PUBLISHED, null);

    score(folder, both);

    Row result = folder.results(both).first();
    assertThat(result.<String>getAs("prediction")).isEqualTo("2");
    assertThat(result.<String>getAs("knn_prediction")).isEqualTo("2");
    assertThat(result.<Integer>getAs("votes")).isEqualTo(1);
  }

  @Test
  void knowsWhichPairsAreMissing() throws IOException {
    RerankFolder folder = folder(GroundTruth.UNKNOWN);

    assertThat(folder.isCompared(ChosenQueries.ALL, 2, Limits.DEFAULT)).isTrue();
    assertThat(folder.isCompared(ChosenQueries.ALL, 1, Limits.DEFAULT)).isTrue();
    assertThat(folder.isCompared(ChosenQueries.ALL, 3, Limits.DEFAULT)).isFalse();
  }

  private RerankReport report(RerankFolder folder) throws IOException {
    score(folder, SETTING);
    folder.putErrors();
    RerankReport report =
        RerankReport.of(folder, SETTING, ChosenQueries.ALL, new RerankReport.Effort(0, 0, 0));
    report.print(
        context.console(),
        new RerankReport.Of(SETTING, ChosenQueries.ALL, "CHM-Corr"),
        folder.path());
    return report;
  }

  private void score(RerankFolder folder, Setting setting) throws IOException {
    JavaSparkContext java = JavaSparkContext.fromSparkContext(context.spark().sparkContext());
    ScoreJob.Plan plan =
        new ScoreJob.Plan(
            "chm",
            setting,
            java.broadcast(folder.queries()),
            null,
            null,
            StageMeter.of(context, "score"));
    folder.putResults(ScoreJob.results(folder.rankings(), folder.correspondences(), plan), setting);
  }

  /**
   * A folder in which the nearest image of every query is of class 10 and the more alike one is of
   * class 2; a third neighbour has not been compared.
   */
  private RerankFolder folder(GroundTruth... truths) throws IOException {
    RunRecord run = RunRecord.of("rerank", "0", Map.of());
    RerankFolder folder =
        new RerankFolder(context, context.store().path(place.toString()), run, codec);
    List<Query> queries = new ArrayList<>();
    List<Row> rankings = new ArrayList<>();
    List<Row> pairs = new ArrayList<>();
    for (int id = 0; id < truths.length; id++) {
      String className = truths[id].isKnown() ? truths[id].classes().get(0) : null;
      String name = id + ".jpg";
      Query query = new Query(id, "file:/val/" + name, name, className, truths[id]);
      queries.add(query);
      rankings.add(ranked(query, 1, TEN));
      rankings.add(ranked(query, 2, TWO));
      rankings.add(ranked(query, 3, new ImageRef(2, "file:/train/10/1.jpg", "10", 10)));
      pairs.add(pair(query, 1, TEN, 0.2f));
      pairs.add(pair(query, 2, TWO, 0.8f));
    }
    folder.keep(
        queries.stream().map(query -> new QueryRow(query, FileVersion.UNKNOWN)).toList(),
        rows(rankings, RankingRow.SCHEMA));
    Table.append(
        rows(pairs, CorrespondenceRow.schema(codec)),
        RerankFolder.correspondences(folder.path()),
        run);
    return folder;
  }

  private Dataset<Row> rows(List<Row> rows, StructType schema) {
    return context.spark().createDataFrame(rows, schema);
  }

  private static Row ranked(Query query, int rank, ImageRef neighbour) {
    return new RankingRow(
            query.id(),
            query.path(),
            query.className(),
            rank,
            neighbour.id(),
            neighbour.path(),
            neighbour.className(),
            neighbour.label(),
            null)
        .toRow();
  }

  private Row pair(Query query, int rank, ImageRef candidate, float alike) {
    float[] map = new float[Correspondence.CELLS];
    Arrays.fill(map, alike);
    float[] attention = new float[Correspondence.CELLS];
    attention[0] = 1;
    Correspondence pair = new Correspondence(map, map, map, map, attention);
    return new CorrespondenceRow(
            query.id(), query.path(), rank, candidate.id(), candidate.path(), pair, null, null)
        .toRow(codec);
  }
}
