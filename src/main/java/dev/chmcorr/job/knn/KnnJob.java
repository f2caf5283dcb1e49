package dev.chmcorr.job.knn;

import dev.chmcorr.chm.KnnAccuracy;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.input.ImageReader;
import dev.chmcorr.job.input.ListedImage;
import dev.chmcorr.job.network.LoadedNetworks;
import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.job.rankings.Accuracies;
import dev.chmcorr.job.run.CodeVersion;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.RunScope;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.job.run.StageTable;
import dev.chmcorr.runfolder.RunLock;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.Failure;
import dev.chmcorr.table.RankingRow;
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
  public static String run(JobContext context, KnnOptions options) throws IOException {
    Path folder = new Path(context.store().path(options.out()), options.name());
    RunRecord.refuseForeign(context.store(), folder);
    DataSet data = DataSet.list(context, options.data());
    try (RunScope scope = RunScope.begin(context)) {
      NetworkSpec networks = NetworkSpec.ship(context, scope.run(), options.networks());
      RunRecord run =
          RunRecord.of("knn", CodeVersion.current(), parameters(options, data, networks));
      try (RunLock lock = RunLock.acquire(context.store(), folder)) {
        run.claim(context.store(), folder);
        rank(context, options, data, networks, folder, run);
      }
    }
    return folder.toString();
  }

  private static void rank(
      JobContext context,
      KnnOptions options,
      DataSet data,
      NetworkSpec networks,
      Path folder,
      RunRecord run)
      throws IOException {
    context.console().stage("networks: computing in %s", NetworkSpec.text(networks.precision()));
    StageMeter embed = StageMeter.of(context, "embed");
    StageMeter rank = StageMeter.of(context, "rank");
    ImageReader reader = ImageReader.of(context, data, options.data().imageRules());
    Dataset<Row> embeddings =
        new EmbedJob(context, networks, options.transform(), reader, embed)
            .run(ListedImage.both(data.gallery().images(), data.queries().images()), folder, run);
    Path rankings = new Path(folder, "rankings");
    RankJob ranker = new RankJob(context, options.k(), () -> LoadedNetworks.product(networks));
    context.timed(rank, () -> Table.overwrite(ranker.run(embeddings), rankings, run));

    Dataset<Row> ranked = Table.read(context.spark(), rankings, RankingRow.SCHEMA);
    Limits limits = options.data().limits();
    summarize(context, data, folder, run, ranked, limits, StageTable.of(embed, rank));
  }

  private static Map<String, String> parameters(
      KnnOptions options, DataSet data, NetworkSpec networks) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("train", data.gallery().root().toString());
    parameters.put("val", data.queries().root().toString());
    parameters.put(MODEL, networks.trunk().sha256());
    parameters.put(TRANSFORM, options.transform().name().toLowerCase(Locale.ROOT));
    parameters.put(PRECISION, NetworkSpec.text(networks.precision()));
    parameters.put("k", String.valueOf(options.k()));
    return parameters;
  }

  private static void summarize(
      JobContext context,
      DataSet data,
      Path folder,
      RunRecord run,
      Dataset<Row> ranked,
      Limits limits,
      StageTable stages)
      throws IOException {
    context.describe("accuracy of the rankings");
    KnnAccuracy accuracy = Accuracies.ofRankings(ranked);
    long failed = Table.read(context.spark(), new Path(folder, "errors"), Failure.SCHEMA).count();
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
    summary.put("seconds", Math.round(context.console().seconds() * 10) / 10.0);
    summary.put("stages", stages.summary());
    run.withSummary(summary).write(context.store(), folder);
    stages.print(context.console());

    Accuracies.print(context.console(), accuracy);
    if (failed > 0) {
      context.console().result("Images that failed: %d, see %s/errors", failed, folder);
    }
    context.console().result("Rankings of %d queries: %s/rankings", accuracy.queries(), folder);
  }
}
