package dev.chmcorr.job.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.demo.BirdGenerator;
import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.QuerySelection;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.domain.UsageException;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.knn.KnnJob;
import dev.chmcorr.job.knn.KnnOptions;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.picture.PictureJob;
import dev.chmcorr.job.picture.PictureOptions;
import dev.chmcorr.job.picture.PictureOptions.Existing;
import dev.chmcorr.job.picture.PictureOptions.Kind;
import dev.chmcorr.job.report.ReportJob;
import dev.chmcorr.job.report.ReportOptions;
import dev.chmcorr.job.rerank.RerankJob;
import dev.chmcorr.job.rerank.RerankOptions;
import dev.chmcorr.job.rerank.RerankOptions.Scoring;
import dev.chmcorr.job.rerank.RerankReport;
import dev.chmcorr.job.rerank.RerankTrial;
import dev.chmcorr.job.rescore.RescoreJob;
import dev.chmcorr.job.rescore.RescoreOptions;
import dev.chmcorr.job.rescore.ValueGrid;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.job.score.PerQuery;
import dev.chmcorr.model.Traces;
import dev.chmcorr.picture.PictureFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Methods that need no network but the trunk, from images to accuracies, with small traces. */
class TrunkMethodsSparkTest {
  private static final Map<String, String> NONE = Map.of();

  @TempDir private Path folder;
  private final LocalSpark spark = new LocalSpark();

  @Test
  @Tag("thorough")
  void comparesByTransportInOneCompany() throws IOException {
    rank("torch.adaptive_avg_pool2d(x, [7, 7]) + 3.0");

    RerankReport report = rerank("emd", "knn", new Scoring(4, 2, null, null, null), NONE);

    assertThat(report.scored()).isEqualTo(4);
    assertThat(table("emd/results").first().<String>getAs("axes")).isEqualTo("aligned");
    Row pair = table("emd/correspondences").first();
    assertThat(pair.<Float>getList(pair.fieldIndex("flow"))).hasSize(49);
    // Fewer are scored as they were compared; more, or other options, need another folder.
    assertThat(rerank("emd", null, new Scoring(3, 2, null, null, null), NONE).pairs())
        .isEqualTo(12);
    assertThatThrownBy(() -> rerank("emd", "knn", new Scoring(5, 2, null, null, null), NONE))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot compare 5 candidates a query in ")
        .hasMessageContaining("/emd: it has compared 4, ")
        .hasMessageEndingWith("; choose another --out");
    assertThatThrownBy(
            () ->
                rerank(
                    "emd", "knn", new Scoring(4, 2, null, null, null), Map.of("emd-stop", "pair")))
        .hasMessageContaining("emd_stop was published, is pair");
    refusesWhatMeansNothingToTransport();
    agreesWithRescore();
    isShown("EMD-Corr", "Parts: the 5 pairs of 7 x 7 cells between which most");
  }

  /** In a picture and in a report, under its name. */
  private void isShown(String title, String caption) throws IOException {
    Path drawing = folder.resolve("query.svg");
    PictureJob.run(
        spark.context(),
        new PictureOptions(
            folder + "/emd",
            new QuerySelection.One(0),
            new PictureOptions.Target(
                drawing.toString(), Kind.FILE, PictureFormat.SVG, Existing.REPLACE),
            new PictureOptions.Roots(null, null, null),
            Limits.DEFAULT));
    ReportJob.run(spark.context(), new ReportOptions(List.of(folder + "/emd"), folder + "/report"));

    assertThat(Files.readString(drawing)).contains(title, caption);
    assertThat(Files.readString(folder.resolve("report/data/runs.js")))
        .contains(title, "\"fixed\":[\"t\",\"axes\"]");
  }

  private void refusesWhatMeansNothingToTransport() {
    assertThatThrownBy(() -> rerank("emd", null, new Scoring(4, 2, 0.5, null, null), NONE))
        .isInstanceOf(UsageException.class)
        .hasMessage("Unsupported --T: it means nothing to --method emd; leave it out");
    assertThatThrownBy(() -> rerank("emd", null, new Scoring(4, 2, null, Axes.ALIGNED, null), NONE))
        .isInstanceOf(UsageException.class)
        .hasMessage("Unsupported --axes: it means nothing to --method emd; leave it out");
    assertThatThrownBy(
            () ->
                rerank(
                    "emd",
                    "knn",
                    new Scoring(4, 2, null, null, null),
                    Map.of("patches-match", "mutual")))
        .isInstanceOf(UsageException.class)
        .hasMessage("Unsupported --patches-match: --method emd does not have it; leave it out");
    assertThatThrownBy(() -> rescore(List.of(0.5), List.of(5)))
        .isInstanceOf(UsageException.class)
        .hasMessage("Unsupported --T: it means nothing to --method emd; leave it out");
  }

  private void agreesWithRescore() throws IOException {
    rescore(null, List.of(1, 5));

    assertThat(scores("grid/results", "N4-K2-T0.0-aligned"))
        .isNotEmpty()
        .isEqualTo(scores("emd/results", "N4-K2-T0.0-aligned"));
    assertThat(scores("grid/results", "N4-K2-T0.0-aligned-parts1")).isNotEmpty();
  }

  private List<String> scores(String name, String setting) {
    return table(name)
        .where("setting = '%s'".formatted(setting))
        .sort("query_id")
        .selectExpr("to_json(neighbours)")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void patchesTakeAnyGridAndOthersSaySo() throws IOException {
    rank("torch.adaptive_avg_pool2d(x, [16, 16])");

    rerank(
        "patches", "knn", new Scoring(3, 2, null, null, null), Map.of("patches-match", "mutual"));

    Row pair = table("patches/correspondences").first();
    assertThat(pair.<Float>getList(pair.fieldIndex("grid"))).containsExactly(16f, 16f, 16f, 16f);
    assertThat(pair.<Float>getList(pair.fieldIndex("nearest"))).hasSize(256);
    assertThat(pair.<Float>getList(pair.fieldIndex("counts"))).contains(0f, 1f).hasSize(256);
    assertThat(table("patches/results").count()).isEqualTo(4);
    // A larger N compares what is new: no pair depends on others.
    assertThat(rerank("patches", null, new Scoring(4, 2, null, null, null), NONE).pairs())
        .isEqualTo(16);
    assertThatThrownBy(() -> rerank("emd", "knn", new Scoring(3, 2, null, null, null), NONE))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("it gives float32 [2, 3, 16, 16] for images")
        .hasMessageEndingWith("rerank --method patches takes any grid");
  }

  private void rank(String trace) throws IOException {
    BirdGenerator.write(folder.resolve("birds"), new BirdGenerator.Options(2, 3, 2, 1));
    Traces.write(folder.resolve("trunk.pt"), "Tensor", "f = " + trace, "f");
    KnnJob.run(
        spark.context(),
        new KnnOptions(
            "knn",
            RerankTrial.data(folder.resolve("birds")),
            new NetworkOptions(folder + "/trunk.pt", null, Precision.FP32, DeviceChoice.CPU, 4),
            TransformSet.SINGLE,
            5,
            folder.toString()));
  }

  private RerankReport rerank(
      String method, String knn, Scoring scoring, Map<String, String> settings) throws IOException {
    return RerankJob.run(
        spark.context(),
        new RerankOptions(
                RerankTrial.recorded(),
                knn == null ? null : method,
                new NetworkOptions(null, null, Precision.AUTO, DeviceChoice.CPU, 4),
                knn == null ? null : folder + "/" + knn,
                null,
                scoring,
                folder + "/" + method,
                null,
                PerQuery.NONE,
                64)
            .withMethodSettings(settings));
  }

  private void rescore(List<Double> t, List<Integer> parts) throws IOException {
    RescoreJob.run(
        spark.context(),
        new RescoreOptions(
            folder + "/emd",
            folder + "/grid",
            new ValueGrid(List.of(4), List.of(2), t, null, parts),
            List.of(),
            RescoreOptions.Tables.ACCURACIES_AND_RESULTS,
            Limits.DEFAULT));
  }

  private Dataset<Row> table(String name) {
    return LocalSpark.session().read().parquet(folder + "/" + name);
  }
}
