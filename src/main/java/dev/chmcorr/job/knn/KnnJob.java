package dev.chmcorr.job.knn;

import dev.chmcorr.chm.KnnAccuracy;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.input.ImageReader;
import dev.chmcorr.job.input.Listed;
import dev.chmcorr.job.network.Models;
import dev.chmcorr.job.network.Networks;
import dev.chmcorr.job.rankings.Accuracies;
import dev.chmcorr.job.run.CodeVersion;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.job.run.StageTable;
import dev.chmcorr.job.run.Workplace;
import dev.chmcorr.runfolder.RunLock;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.Failure;
import dev.chmcorr.table.RankedNeighbour;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The command {@code knn}: images to embeddings to rankings, and their accuracy. */
public final class KnnJob {
  static final String MODEL = "model_sha256";
  static final String PRECISION = "precision";
  static final String TRANSFORM = "transform";

  private KnnJob() {}

  /** Runs it; gives the run folder. */
  public static String run(Workplace work, KnnOptions options) throws IOException {
    Path folder = new Path(work.store().path(options.out()), options.name());
    RunRecord.refuseForeign(work.store(), folder);
    DataSet data = DataSet.list(work, options.data());
    Networks networks = Networks.ship(work, options.networks());
    RunRecord run = RunRecord.of("knn", CodeVersion.current(), parameters(options, data, networks));
    try (RunLock lock = RunLock.acquire(work.store(), folder)) {
      run.claim(work.store(), folder);
      rank(work, options, data, networks, folder, run);
    }
    return folder.toString();
  }

  private static void rank(
      Workplace work,
      KnnOptions options,
      DataSet data,
      Networks networks,
      Path folder,
      RunRecord run)
      throws IOException {
    work.console().stage("networks: computing in %s", Networks.text(networks.precision()));
    StageMeter embed = StageMeter.of(work, "embed");
    StageMeter rank = StageMeter.of(work, "rank");
    ImageReader reader = ImageReader.of(work, data, options.data().imageRules());
    Dataset<Row> embeddings =
        new EmbedJob(work, networks, options.transform(), reader, embed)
            .run(Listed.both(data.gallery().images(), data.queries().images()), folder, run);
    Path rankings = new Path(folder, "rankings");
    RankJob ranker = new RankJob(work, options.k(), () -> Models.product(networks));
    work.timed(rank, () -> Table.overwrite(ranker.run(embeddings), rankings, run));

    Dataset<Row> ranked = Table.read(work.spark(), rankings, RankedNeighbour.SCHEMA);
    Limits limits = options.data().limits();
    summarize(work, data, folder, run, ranked, limits, StageTable.of(embed, rank));
  }

  private static Map<String, String> parameters(
      KnnOptions options, DataSet data, Networks networks) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("train", data.gallery().root().toString());
    parameters.put("val", data.queries().root().toString());
    parameters.put(MODEL, networks.trunk().sha256());
    parameters.put(TRANSFORM, options.transform().name().toLowerCase(Locale.ROOT));
    parameters.put(PRECISION, Networks.text(networks.precision()));
    parameters.put("k", String.valueOf(options.k()));
    return parameters;
  }

  private static void summarize(
      Workplace work,
      DataSet data,
      Path folder,
      RunRecord run,
      Dataset<Row> ranked,
      Limits limits,
      StageTable stages)
      throws IOException {
    work.describe("accuracy of the rankings");
    KnnAccuracy accuracy = Accuracies.ofRankings(ranked);
    long failed = Table.read(work.spark(), new Path(folder, "errors"), Failure.SCHEMA).count();
    if (accuracy.queries() == 0) {
      throw new UserException(
          "Cannot rank: none of the %d queries and %d gallery images could be embedded; see %s/errors"
              .formatted(data.queries().size(), data.gallery().size(), folder));
    }
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("gallery_images", data.gallery().size());
    summary.put("query_images", data.queries().size());
    summary.put("queries_ranked", accuracy.queries());
    summary.put("images_failed", failed);
    summary.put("knn_correct", accuracy.correct());
    summary.put("limits", limits.ofImages());
    summary.put("seconds", Math.round(work.console().seconds() * 10) / 10.0);
    summary.put("stages", stages.summary());
    run.withSummary(summary).write(work.store(), folder);
    stages.print(work.console());

    accuracy
        .correct()
        .forEach(
            (k, correct) ->
                work.console()
                    .result(
                        "kNN accuracy, k = %3d: %6.2f %% (%d of %d)",
                        k, 100.0 * correct / accuracy.queries(), correct, accuracy.queries()));
    if (failed > 0) {
      work.console().result("Images that failed: %d, see %s/errors", failed, folder);
    }
    work.console().result("Rankings of %d queries: %s/rankings", accuracy.queries(), folder);
  }
}
