package dev.chmcorr.job.rerank;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.correspond.ComparisonSetup;
import dev.chmcorr.job.correspond.CorrespondJob;
import dev.chmcorr.job.correspond.CorrespondPlan;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.input.ImageReader;
import dev.chmcorr.job.method.ComparisonMethod;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.job.rankings.RankingSource;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.RunScope;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.job.run.StageTable;
import dev.chmcorr.job.score.Masks;
import dev.chmcorr.job.score.PerQuery;
import dev.chmcorr.job.score.QueryFiles;
import dev.chmcorr.job.score.ScoreJob;
import dev.chmcorr.runfolder.RunLock;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.CorrespondenceRow;
import dev.chmcorr.table.Failure;
import dev.chmcorr.table.ResultRow;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** The command {@code rerank}: rankings to correspondences to results, and their accuracy. */
public final class RerankJob {
  private final JobContext context;
  private final RerankOptions options;
  private final Path folder;
  private final StageMeter correspond;
  private final StageMeter score;

  private RerankJob(JobContext context, RerankOptions options) {
    this.context = context;
    this.options = options;
    this.folder = context.store().path(options.out());
    this.correspond = StageMeter.of(context, "correspond");
    this.score = StageMeter.of(context, "score");
  }

  /** Runs it. */
  public static RerankReport run(JobContext context, RerankOptions options) throws IOException {
    RunRecord.refuseForeign(context.store(), context.store().path(options.out()));
    DataSet data = DataSet.list(context, options.data());
    ComparisonMethod method = ComparisonMethods.named(options.method());
    try (RunScope scope = RunScope.begin(context)) {
      NetworkSpec networks =
          NetworkSpec.ship(context, scope.run(), method.networks(options.networks()));
      return run(context, options, data, networks);
    }
  }

  private static RerankReport run(
      JobContext context, RerankOptions options, DataSet data, NetworkSpec networks)
      throws IOException {
    Map<String, double[]> masks =
        Masks.read(context.store(), options.scoring().mask(), options.data().limits());
    Dataset<Row> rankings =
        new RankingSource(context, data, options.data().limits()).read(options.knn()).persist();
    try {
      Masks.check(rankings, masks, options.scoring().mask());
      RerankOptions possible = options.with(possible(context, options.scoring(), rankings));
      return new RerankJob(context, possible).run(data, networks, masks, rankings);
    } finally {
      rankings.unpersist();
    }
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

  private RerankReport run(
      DataSet data, NetworkSpec networks, Map<String, double[]> masks, Dataset<Row> rankings)
      throws IOException {
    RunRecord run = RerankIdentity.of(context, options, data, networks, rankings);
    Path table = table(run);
    try (RunLock lock = RunLock.acquire(context.store(), folder)) {
      run.claim(context.store(), folder);
      return rerank(data, networks, masks, rankings, table, run);
    }
  }

  /** Where the correspondences are, or will be. */
  private Path table(RunRecord run) throws IOException {
    return options.reuse() == null
        ? new Path(folder, "correspondences")
        : RerankIdentity.reusable(context.store(), options, run);
  }

  private RerankReport rerank(
      DataSet data,
      NetworkSpec networks,
      Map<String, double[]> masks,
      Dataset<Row> rankings,
      Path table,
      RunRecord run)
      throws IOException {
    context.console().stage("networks: computing in %s", NetworkSpec.text(networks.precision()));
    double start = context.console().seconds();
    int compared = options.reuse() == null ? compare(data, networks, rankings, table, run) : 0;
    double seconds = context.console().seconds() - start;

    Dataset<Row> pairs =
        Table.readOrEmpty(context.spark(), context.store(), table, schema()).where(candidate());
    context.timed(score, () -> vote(rankings, pairs, settings(masks), run));
    context.describe("accuracy of the results");
    RerankReport report =
        RerankReport.of(
            context,
            folder,
            data.queries().size(),
            pairs,
            new RerankReport.Effort(compared, seconds));
    if (report.scored() == 0) {
      throw new UserException(
          "Cannot re-rank: none of the %d queries could be compared with any candidate; see %s/errors"
              .formatted(report.queries(), folder));
    }
    StageTable stages = StageTable.of(correspond, score);
    Map<String, Object> summary = report.summary();
    summary.put("limits", options.data().limits().all());
    summary.put("stages", stages.summary());
    run.withSummary(summary).write(context.store(), folder);
    stages.print(context.console());
    report.print(context.console(), options, folder);
    return report;
  }

  private void vote(
      Dataset<Row> rankings, Dataset<Row> pairs, ScoreJob.Settings settings, RunRecord run)
      throws IOException {
    context.console().stage("score: voting on the candidates");
    context.describe("score and vote");
    Table.overwrite(
        ScoreJob.results(rankings, pairs, settings).sort("query_id"),
        new Path(folder, "results"),
        run);
    context.describe("write errors");
    Table.overwrite(errors(pairs), new Path(folder, "errors"), run);
    writeQueryFiles(rankings, pairs, settings);
  }

  private StructType schema() {
    return CorrespondenceRow.schema(ComparisonMethods.named(options.method()).codec());
  }

  private Column candidate() {
    return col("rank").leq(options.scoring().n());
  }

  private int compare(
      DataSet data, NetworkSpec networks, Dataset<Row> rankings, Path table, RunRecord run)
      throws IOException {
    context.describe("plan queries");
    CorrespondPlan plan = CorrespondPlan.of(data, rankings.where(candidate()));
    ImageReader reader = ImageReader.of(context, data, options.data().imageRules());
    ComparisonSetup setup =
        new ComparisonSetup(
            options.method(), networks, options.transform(), reader, options.cacheMebibytes());
    return new CorrespondJob(context, setup, correspond).run(plan, table, run);
  }

  private ScoreJob.Settings settings(Map<String, double[]> masks) {
    RerankOptions.Scoring scoring = options.scoring();
    Axes axes = scoring.axes();
    Broadcast<HashMap<String, double[]>> shared =
        masks == null
            ? null
            : JavaSparkContext.fromSparkContext(context.spark().sparkContext())
                .broadcast(new HashMap<>(masks));
    ResultRow.Parameters parameters =
        new ResultRow.Parameters(
            scoring.n(),
            scoring.k(),
            scoring.t(),
            axes.name().toLowerCase(Locale.ROOT),
            masks == null ? "attention" : "mask");
    return new ScoreJob.Settings(options.method(), parameters, axes, shared, score);
  }

  private void writeQueryFiles(
      Dataset<Row> rankings, Dataset<Row> pairs, ScoreJob.Settings settings) throws IOException {
    if (options.perQuery() == PerQuery.NONE) {
      return;
    }
    RunLock.demandHeld();
    context.describe("write a file per query");
    Path queries = new Path(folder, "queries");
    if (!context.store().system(queries).mkdirs(queries)) {
      throw new UserException("Cannot create folder " + queries);
    }
    QueryFiles files = new QueryFiles(queries.toString(), options.perQuery());
    long written = ScoreJob.writeFiles(rankings, pairs, settings, files, context.configuration());
    RunLock.demandHeld();
    context.store().deleteUnfinished(queries);
    context.console().stage("score: %d files in %s", written, queries);
  }

  /** Rows of {@link Failure#SCHEMA}: each image that failed, once. */
  private static Dataset<Row> errors(Dataset<Row> pairs) {
    Column path =
        when(col("failed_split").equalTo("query"), col("query_path"))
            .otherwise(col("gallery_path"));
    return pairs
        .where(col("error").isNotNull())
        .select(
            lit("correspond").as("stage"),
            col("failed_split").as("split"),
            path.as("path"),
            col("reason"),
            col("error"),
            col("message"),
            col("pixels"))
        .distinct()
        .select(
            List.of(Failure.SCHEMA.fieldNames()).stream().map(c -> col(c)).toArray(Column[]::new))
        .coalesce(1)
        .sort("split", "path");
  }
}
