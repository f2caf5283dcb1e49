package dev.chmcorr.job.rerank;

import static org.apache.spark.sql.functions.col;

import dev.chmcorr.domain.GroundTruth;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Query;
import dev.chmcorr.job.correspond.ComparisonSetup;
import dev.chmcorr.job.correspond.CorrespondJob;
import dev.chmcorr.job.correspond.CorrespondJob.Compared;
import dev.chmcorr.job.correspond.CorrespondPlan;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.input.ImageListing;
import dev.chmcorr.job.input.ImageReader;
import dev.chmcorr.job.method.ComparisonMethod;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.job.rankings.RankingSource;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.runfolder.RunLock;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.PairCodec;
import dev.chmcorr.table.QueryRow;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The command {@code rerank}: rankings to correspondences, which are computed once for a folder,
 * and these to results in one setting after the other.
 */
public final class RerankJob {
  private final JobContext context;
  private final RerankOptions options;
  private final Path folder;
  private final StageMeter correspond;

  private RerankJob(JobContext context, RerankOptions options) {
    this.context = context;
    this.options = options;
    this.folder = context.store().path(options.out());
    this.correspond = StageMeter.of(context, "correspond");
  }

  /**
   * What a run compares.
   *
   * @param data both sets of images
   * @param queries those of them that are to be explained
   * @param rankings rows of {@link dev.chmcorr.table.RankingRow#SCHEMA}
   */
  private record Input(DataSet data, List<Query> queries, Dataset<Row> rankings) {

    /** The queries with the versions of their files. */
    List<QueryRow> queryRows() {
      List<ImageRef> images = data.queries().images();
      return queries.stream()
          .map(query -> new QueryRow(query, images.get(query.id()).version()))
          .toList();
    }
  }

  /** Runs it. */
  public static RerankReport run(JobContext context, RerankOptions given) throws IOException {
    RunRecord.refuseForeign(context.store(), context.store().path(given.out()));
    RerankOptions options = FolderRecord.complete(context, given);
    RerankJob job = new RerankJob(context, options);
    Optional<RerankReport> known = given.namesNoInput() ? job.scoreKnownPairs() : Optional.empty();
    return known.isPresent()
        ? known.get()
        : new RerankJob(context, RankingRecord.complete(context, options)).compareAndScore();
  }

  /**
   * Needs neither rankings nor images nor networks, if the folder has all pairs that are asked for.
   */
  private Optional<RerankReport> scoreKnownPairs() throws IOException {
    try (RunLock lock = RunLock.acquire(context.store(), folder)) {
      RunRecord run = RunRecord.read(context.store(), folder);
      RerankFolder tables = new RerankFolder(context, folder, run, codec());
      if (!tables.isKept()) {
        return Optional.empty();
      }
      SettingJob setting = SettingJob.of(context, options, tables.rankings());
      return tables.isCompared(setting.setting().n(), options.data().limits())
          ? Optional.of(score(setting, tables, run, Compared.NONE))
          : Optional.empty();
    }
  }

  private RerankReport compareAndScore() throws IOException {
    ComparisonMethod method = ComparisonMethods.named(options.method());
    DataSet data = DataSet.list(context, options.data());
    RunRecord earlier = RunRecord.read(context.store(), folder);
    Dataset<Row> rankings =
        new RankingSource(context, data, options.data()).read(options.knn()).persist();
    try (NetworkSource networks = NetworkSource.of(context, method, options.networks(), earlier)) {
      Input input = new Input(data, queries(data.queries()), rankings);
      SettingJob setting = SettingJob.of(context, options, rankings);
      setting.checkMasks(input.queries(), rankings);
      return compareAndScore(input, networks, setting);
    } finally {
      rankings.unpersist();
    }
  }

  private static List<Query> queries(ImageListing listing) {
    return listing.images().stream()
        .map(
            image ->
                new Query(
                    image.id(),
                    image.path(),
                    listing.name(image),
                    image.className(),
                    GroundTruth.of(image.className())))
        .toList();
  }

  private RerankReport compareAndScore(Input input, NetworkSource networks, SettingJob setting)
      throws IOException {
    RunRecord identity =
        RerankIdentity.of(options, input.data(), networks, input.rankings())
            .withInputs(RerankIdentity.inputs(context.store(), options));
    try (RunLock lock = RunLock.acquire(context.store(), folder)) {
      FolderSettings settings = FolderSettings.of(RunRecord.read(context.store(), folder));
      RunRecord run = identity.withSummary(settings.summary());
      run.claim(context.store(), folder);
      RerankFolder tables = new RerankFolder(context, folder, run, codec());
      tables.keep(input.queryRows(), input.rankings());
      int n = setting.setting().n();
      Compared compared =
          tables.isCompared(n, options.data().limits())
              ? Compared.NONE
              : compare(input, networks, tables, n);
      return score(setting, tables, run, compared);
    }
  }

  private PairCodec codec() {
    return ComparisonMethods.named(options.method()).codec();
  }

  private Compared compare(Input input, NetworkSource networks, RerankFolder tables, int n)
      throws IOException {
    NetworkSpec spec = networks.ship();
    context.console().stage("networks: computing in %s", NetworkSpec.text(spec.precision()));
    context.describe("plan queries");
    CorrespondPlan plan =
        CorrespondPlan.of(input.data(), tables.rankings().where(col("rank").leq(n)));
    ImageReader reader = ImageReader.of(context, input.data(), options.data().imageRules());
    ComparisonSetup setup =
        new ComparisonSetup(
            options.method(), spec, options.transform(), reader, options.cacheMebibytes());
    Compared compared =
        new CorrespondJob(context, setup, correspond)
            .run(plan, RerankFolder.correspondences(folder), tables.run());
    return compared.anew() == 0
        ? compared
        : compared.less(tables.countUnsettled(options.data().limits()));
  }

  private RerankReport score(
      SettingJob setting, RerankFolder tables, RunRecord run, Compared compared)
      throws IOException {
    if (compared.queries() == 0) {
      context.console().stage("correspond: nothing to compare, all pairs are known");
    }
    return setting.run(tables, run, compared, correspond);
  }
}
