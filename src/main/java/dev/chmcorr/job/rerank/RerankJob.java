package dev.chmcorr.job.rerank;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import dev.chmcorr.domain.GroundTruth;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Query;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.correspond.ComparisonSetup;
import dev.chmcorr.job.correspond.CorrespondJob;
import dev.chmcorr.job.correspond.CorrespondPlan;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.input.ImageListing;
import dev.chmcorr.job.input.ImageReader;
import dev.chmcorr.job.method.ComparisonMethod;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.job.rankings.RankingSource;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.Metric;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.job.run.StageTable;
import dev.chmcorr.job.score.Masks;
import dev.chmcorr.job.score.QueryFiles;
import dev.chmcorr.job.score.ScoreJob;
import dev.chmcorr.runfolder.RunLock;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.PairCodec;
import dev.chmcorr.table.QueryRow;
import dev.chmcorr.table.Setting;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * The command {@code rerank}: rankings to correspondences, which are computed once for a folder,
 * and these to results in one setting after the other.
 */
public final class RerankJob {
  private static final String SETTINGS = "settings";

  private final JobContext context;
  private final RerankOptions options;
  private final Setting setting;
  private final StageMeter correspond;
  private final StageMeter score;

  private RerankJob(JobContext context, RerankOptions options, Setting setting) {
    this.context = context;
    this.options = options;
    this.setting = setting;
    this.correspond = StageMeter.of(context, "correspond");
    this.score = StageMeter.of(context, "score");
  }

  /**
   * What a run works on.
   *
   * @param data both sets of images
   * @param queries those of them that are to be explained
   * @param rankings rows of {@link dev.chmcorr.table.RankingRow#SCHEMA}
   * @param masks by query id, or null for attention
   */
  private record Input(
      DataSet data, List<Query> queries, Dataset<Row> rankings, HashMap<Integer, double[]> masks) {

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
    Path folder = context.store().path(given.out());
    RunRecord.refuseForeign(context.store(), folder);
    ComparisonMethod method = ComparisonMethods.named(given.method());
    RerankOptions options = RankingRecord.complete(context, given);
    DataSet data = DataSet.list(context, options.data());
    RunRecord earlier = RunRecord.read(context.store(), folder);
    try (NetworkSource networks = NetworkSource.of(context, method, options.networks(), earlier)) {
      return run(context, options, data, networks);
    }
  }

  private static RerankReport run(
      JobContext context, RerankOptions options, DataSet data, NetworkSource networks)
      throws IOException {
    Masks masks = Masks.read(context.store(), options.scoring().mask(), options.data().limits());
    Dataset<Row> rankings =
        new RankingSource(context, data, options.data().limits()).read(options.knn()).persist();
    try {
      List<Query> queries = queries(data.queries());
      Input input =
          new Input(
              data, queries, rankings, masks == null ? null : masks.of(queries, ids(rankings)));
      Setting setting = setting(options, possible(context, options.scoring(), rankings), masks);
      return new RerankJob(context, options, setting).run(input, networks);
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

  private static Set<Integer> ids(Dataset<Row> rankings) {
    return new HashSet<>(rankings.select("query_id").distinct().as(Encoders.INT()).collectAsList());
  }

  /** What can be scored as asked for: a ranking may be shorter. */
  private static RerankOptions.Scoring possible(
      JobContext context, RerankOptions.Scoring asked, Dataset<Row> rankings) {
    context.describe("length of the rankings");
    int neighbours = rankings.agg(coalesce(max("rank"), lit(0))).first().getInt(0);
    if (neighbours >= asked.n() || neighbours == 0) {
      return asked;
    }
    boolean allVote = neighbours < asked.k();
    context
        .console()
        .warn(
            "the rankings have %d neighbours a query, fewer than --N %d%s: all are compared%s",
            neighbours,
            asked.n(),
            allVote ? " and --K " + asked.k() : "",
            allVote ? " and vote" : "");
    return asked.within(neighbours);
  }

  private static Setting setting(
      RerankOptions options, RerankOptions.Scoring scoring, Masks masks) {
    Setting setting =
        Setting.of(
            scoring.n(),
            scoring.k(),
            scoring.t(),
            scoring.axes(),
            masks == null ? null : masks.sha256());
    return options.setting() == null ? setting : setting.named(options.setting());
  }

  private RerankReport run(Input input, NetworkSource networks) throws IOException {
    Path folder = context.store().path(options.out());
    RunRecord identity =
        RerankIdentity.of(options, input.data(), networks, input.rankings())
            .withInputs(RerankIdentity.inputs(context.store(), options));
    try (RunLock lock = RunLock.acquire(context.store(), folder)) {
      Map<String, Object> settings = settings(folder);
      RunRecord run = identity.withSummary(Map.of(SETTINGS, settings));
      run.claim(context.store(), folder);
      return rerank(input, networks, new RerankFolder(context, folder, run, codec()), run);
    }
  }

  private PairCodec codec() {
    return ComparisonMethods.named(options.method()).codec();
  }

  /** What the folder's record says of the settings that it has results of. */
  private Map<String, Object> settings(Path folder) throws IOException {
    RunRecord earlier = RunRecord.read(context.store(), folder);
    Map<String, Object> settings = new LinkedHashMap<>();
    if (earlier != null && earlier.summary().get(SETTINGS) instanceof Map<?, ?> known) {
      known.forEach((name, summary) -> settings.put(String.valueOf(name), summary));
    }
    return settings;
  }

  private RerankReport rerank(
      Input input, NetworkSource networks, RerankFolder folder, RunRecord run) throws IOException {
    folder.keep(input.queryRows(), input.rankings());
    double start = context.console().seconds();
    int compared = compare(input, networks, folder, run);
    double seconds = context.console().seconds() - start;
    context.timed(score, () -> vote(folder, input.masks()));
    context.describe("accuracy of the results");
    RerankReport.Effort effort =
        new RerankReport.Effort(compared, correspond.count(Metric.PAIRS), seconds);
    RerankReport report = RerankReport.of(folder, setting, input.queries().size(), effort);
    if (report.scored() == 0) {
      throw new UserException(
          "Cannot re-rank: none of the %d queries could be compared with any candidate; see %s/errors"
              .formatted(report.queries(), folder.path()));
    }
    finish(report, folder, run);
    return report;
  }

  private void finish(RerankReport report, RerankFolder folder, RunRecord run) throws IOException {
    StageTable stages = StageTable.of(correspond, score);
    Map<String, Object> settings = settings(folder.path());
    settings.put(setting.name(), report.summaryOf(setting));
    Map<String, Object> summary = report.summary();
    summary.put(SETTINGS, settings);
    summary.put("limits", options.data().limits().all());
    summary.put("stages", stages.summary());
    run.withSummary(summary).write(context.store(), folder.path());
    stages.print(context.console());
    report.print(context.console(), setting, folder.path());
  }

  private int compare(Input input, NetworkSource networks, RerankFolder folder, RunRecord run)
      throws IOException {
    if (folder.isCompared(setting.n(), options.data().limits())) {
      context.console().stage("correspond: nothing to compare, all pairs are known");
      return 0;
    }
    NetworkSpec spec = networks.ship();
    context.console().stage("networks: computing in %s", NetworkSpec.text(spec.precision()));
    context.describe("plan queries");
    CorrespondPlan plan =
        CorrespondPlan.of(input.data(), folder.rankings().where(col("rank").leq(setting.n())));
    ImageReader reader = ImageReader.of(context, input.data(), options.data().imageRules());
    ComparisonSetup setup =
        new ComparisonSetup(
            options.method(), spec, options.transform(), reader, options.cacheMebibytes());
    return new CorrespondJob(context, setup, correspond)
        .run(plan, folder.correspondencesPath(), run);
  }

  private void vote(RerankFolder folder, HashMap<Integer, double[]> masks) throws IOException {
    replaceOtherValues(folder);
    context.console().stage("score: voting on the candidates, setting %s", setting.name());
    context.describe("read queries");
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(context.spark().sparkContext());
    QueryFiles files = folder.files(setting, options.perQuery());
    ScoreJob.Plan plan =
        new ScoreJob.Plan(
            options.method(),
            setting,
            spark.broadcast(folder.queries()),
            masks == null ? null : spark.broadcast(masks),
            files,
            score);
    context.describe("score and vote");
    // Sorting reads its rows twice, to sample them and to sort them; they are scored once.
    Dataset<Row> scored =
        ScoreJob.results(folder.rankings(), folder.correspondences(), plan)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      folder.putResults(scored, setting);
    } finally {
      scored.unpersist();
    }
    if (files != null) {
      folder.tidyFiles(setting);
      context.console().stage("score: a file per query in %s", files.folder());
    }
    context.describe("write errors");
    folder.putErrors();
  }

  private void replaceOtherValues(RerankFolder folder) throws IOException {
    Setting earlier = folder.earlier(setting.name());
    if (earlier != null && !earlier.equals(setting)) {
      context
          .console()
          .stage(
              "score: setting %s was %s, is %s: its results are replaced",
              setting.name(), earlier.summary(), setting.summary());
      folder.deleteFiles(setting);
    }
  }
}
