package dev.chmcorr.job.rerank;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.correspond.CacheKey;
import dev.chmcorr.job.correspond.CorrespondJob;
import dev.chmcorr.job.correspond.CorrespondPlan;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.input.ImageReader;
import dev.chmcorr.job.network.Networks;
import dev.chmcorr.job.rankings.RankingSource;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.job.run.StageTable;
import dev.chmcorr.job.run.Workplace;
import dev.chmcorr.job.score.Masks;
import dev.chmcorr.job.score.QueryFiles;
import dev.chmcorr.job.score.ScoreJob;
import dev.chmcorr.runfolder.RunLock;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.ComparedPair;
import dev.chmcorr.table.Failure;
import dev.chmcorr.table.RerankedQuery;
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

/** The command {@code rerank}: rankings to correspondences to results, and their accuracy. */
public final class RerankJob {
  private final Workplace work;
  private final RerankOptions options;
  private final Path folder;
  private final StageMeter correspond;
  private final StageMeter score;

  private RerankJob(Workplace work, RerankOptions options) {
    this.work = work;
    this.options = options;
    this.folder = work.store().path(options.out());
    this.correspond = StageMeter.of(work, "correspond");
    this.score = StageMeter.of(work, "score");
  }

  /** Runs it. */
  public static RerankReport run(Workplace work, RerankOptions options) throws IOException {
    RunRecord.refuseForeign(work.store(), work.store().path(options.out()));
    DataSet data = DataSet.list(work, options.data());
    Networks networks = Networks.ship(work, options.networks());
    Map<String, double[]> masks =
        Masks.read(work.store(), options.scoring().mask(), options.data().limits());
    Dataset<Row> rankings =
        new RankingSource(work, data, options.data().limits()).read(options.knn()).persist();
    try {
      Masks.check(rankings, masks, options.scoring().mask());
      RerankOptions possible = options.with(possible(work, options.scoring(), rankings));
      return new RerankJob(work, possible).run(data, networks, masks, rankings);
    } finally {
      rankings.unpersist();
    }
  }

  /** What can be scored as asked for: a ranking may be shorter. */
  private static RerankOptions.Scoring possible(
      Workplace work, RerankOptions.Scoring asked, Dataset<Row> rankings) {
    work.describe("length of the rankings");
    int neighbours = rankings.agg(coalesce(max("rank"), lit(0))).first().getInt(0);
    if (neighbours >= asked.n() || neighbours == 0) {
      return asked;
    }
    boolean allVote = neighbours < asked.k();
    work.console()
        .warn(
            "the rankings have %d neighbours a query, fewer than --N %d%s: all are compared%s",
            neighbours,
            asked.n(),
            allVote ? " and --K " + asked.k() : "",
            allVote ? " and vote" : "");
    return asked.within(neighbours);
  }

  private RerankReport run(
      DataSet data, Networks networks, Map<String, double[]> masks, Dataset<Row> rankings)
      throws IOException {
    RunRecord run = RerankIdentity.of(work, options, data, networks, rankings);
    Path table = table(run);
    try (RunLock lock = RunLock.acquire(work.store(), folder)) {
      run.claim(work.store(), folder);
      return rerank(data, networks, masks, rankings, table, run);
    }
  }

  /** Where the correspondences are, or will be. */
  private Path table(RunRecord run) throws IOException {
    return options.reuse() == null
        ? new Path(folder, "correspondences")
        : RerankIdentity.reusable(work.store(), options, run);
  }

  private RerankReport rerank(
      DataSet data,
      Networks networks,
      Map<String, double[]> masks,
      Dataset<Row> rankings,
      Path table,
      RunRecord run)
      throws IOException {
    work.console().stage("networks: computing in %s", Networks.text(networks.precision()));
    double start = work.console().seconds();
    int compared = options.reuse() == null ? compare(data, networks, rankings, table, run) : 0;
    double seconds = work.console().seconds() - start;

    Dataset<Row> pairs =
        Table.readOrEmpty(work.spark(), work.store(), table, ComparedPair.SCHEMA)
            .where(candidate());
    work.timed(score, () -> vote(rankings, pairs, settings(masks), run));
    work.describe("accuracy of the results");
    RerankReport report =
        RerankReport.of(
            work, folder, data.queries().size(), pairs, new RerankReport.Effort(compared, seconds));
    if (report.scored() == 0) {
      throw new UserException(
          "Cannot re-rank: none of the %d queries could be compared with any candidate; see %s/errors"
              .formatted(report.queries(), folder));
    }
    StageTable stages = StageTable.of(correspond, score);
    Map<String, Object> summary = report.summary();
    summary.put("limits", options.data().limits().all());
    summary.put("stages", stages.summary());
    run.withSummary(summary).write(work.store(), folder);
    stages.print(work.console());
    report.print(work.console(), options, folder);
    return report;
  }

  private void vote(
      Dataset<Row> rankings, Dataset<Row> pairs, ScoreJob.Settings settings, RunRecord run)
      throws IOException {
    work.console().stage("score: voting on the candidates");
    work.describe("score and vote");
    Table.overwrite(
        ScoreJob.results(rankings, pairs, settings).sort("query_id"),
        new Path(folder, "results"),
        run);
    work.describe("write errors");
    Table.overwrite(errors(rankings, pairs), new Path(folder, "errors"), run);
    writeQueryFiles(rankings, pairs, settings);
  }

  private Column candidate() {
    return col("rank").leq(options.scoring().n());
  }

  private int compare(
      DataSet data, Networks networks, Dataset<Row> rankings, Path table, RunRecord run)
      throws IOException {
    CacheKey cache =
        new CacheKey(run.parameters() + " " + options.data().limits(), options.cacheMebibytes());
    work.describe("plan queries");
    CorrespondPlan plan = CorrespondPlan.of(data, rankings.where(candidate()));
    ImageReader reader = ImageReader.of(work, data, options.data().imageRules());
    return new CorrespondJob(work, networks, options.transform(), reader, cache, correspond)
        .run(plan, table, run);
  }

  private ScoreJob.Settings settings(Map<String, double[]> masks) {
    RerankOptions.Scoring scoring = options.scoring();
    Axes axes = scoring.axes();
    Broadcast<HashMap<String, double[]>> shared =
        masks == null
            ? null
            : JavaSparkContext.fromSparkContext(work.spark().sparkContext())
                .broadcast(new HashMap<>(masks));
    RerankedQuery.Parameters parameters =
        new RerankedQuery.Parameters(
            scoring.n(),
            scoring.k(),
            scoring.t(),
            axes.name().toLowerCase(Locale.ROOT),
            masks == null ? "attention" : "mask");
    return new ScoreJob.Settings(parameters, axes, shared, score);
  }

  private void writeQueryFiles(
      Dataset<Row> rankings, Dataset<Row> pairs, ScoreJob.Settings settings) throws IOException {
    if (options.perQuery() == RerankOptions.PerQuery.NONE) {
      return;
    }
    RunLock.demandHeld();
    work.describe("write a file per query");
    Path queries = new Path(folder, "queries");
    if (!work.store().system(queries).mkdirs(queries)) {
      throw new UserException("Cannot create folder " + queries);
    }
    QueryFiles files = new QueryFiles(queries.toString(), options.perQuery());
    long written = ScoreJob.writeFiles(rankings, pairs, settings, files, work.configuration());
    RunLock.demandHeld();
    work.store().deleteUnfinished(queries);
    work.console().stage("score: %d files in %s", written, queries);
  }

  /** Rows of {@link Failure#SCHEMA}: each image that failed, once. */
  private static Dataset<Row> errors(Dataset<Row> rankings, Dataset<Row> pairs) {
    Column path =
        when(col("failed_split").equalTo("query"), col("query_path"))
            .otherwise(col("gallery_path"));
    return pairs
        .where(col("error").isNotNull())
        .join(
            rankings.select("query_id", "rank", "query_path", "gallery_path"),
            new String[] {"query_id", "rank"})
        .select(
            lit("correspond").as("stage"),
            col("failed_split").as("split"),
            path.as("path"),
            col("error"),
            col("message"))
        .distinct()
        .select(
            List.of(Failure.SCHEMA.fieldNames()).stream().map(c -> col(c)).toArray(Column[]::new))
        .coalesce(1)
        .sort("split", "path");
  }
}
