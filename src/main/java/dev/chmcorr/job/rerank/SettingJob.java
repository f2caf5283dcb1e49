package dev.chmcorr.job.rerank;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import dev.chmcorr.domain.Query;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.correspond.CorrespondJob.Compared;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.Metric;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.job.run.StageTable;
import dev.chmcorr.job.score.ClassScoreJob;
import dev.chmcorr.job.score.Masks;
import dev.chmcorr.job.score.QueryFiles;
import dev.chmcorr.job.score.ScoreJob;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.QueryRow;
import dev.chmcorr.table.Setting;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** Scores the pairs that a folder holds in one setting, keeps the results there and reports. */
final class SettingJob {
  private final JobContext context;
  private final RerankOptions options;
  private final Setting setting;
  private final Masks masks;
  private final ChosenQueries chosen;
  private final StageMeter score;

  private SettingJob(
      JobContext context,
      RerankOptions options,
      Setting setting,
      Masks masks,
      ChosenQueries chosen) {
    this.chosen = chosen;
    this.context = context;
    this.options = options;
    this.setting = setting;
    this.masks = masks;
    this.score = StageMeter.of(context, "score");
  }

  /**
   * Decides what can be scored of what is asked for: a ranking may be shorter.
   *
   * @param rankings rows of {@link dev.chmcorr.table.RankingRow#SCHEMA}
   */
  static SettingJob of(JobContext context, RerankOptions options, Dataset<Row> rankings)
      throws IOException {
    RerankOptions.Scoring scoring = possible(context, options.scoring(), rankings);
    Masks masks = Masks.read(context.store(), scoring.mask(), options.data().limits());
    Setting setting =
        new Setting(
            options.setting(),
            scoring.n(),
            scoring.k(),
            scoring.t(),
            scoring.axes(),
            masks == null ? null : masks.sha256());
    return new SettingJob(context, options, setting, masks, ChosenQueries.ALL);
  }

  /** The same for some queries. */
  SettingJob of(ChosenQueries queries) {
    return new SettingJob(context, options, setting, masks, queries);
  }

  /** The queries that are scored. */
  ChosenQueries chosen() {
    return chosen;
  }

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
            "the rankings have %s a query, fewer than --N %d%s: all are compared%s",
            Texts.count(neighbours, "neighbour"),
            asked.n(),
            allVote ? " and --K " + asked.k() : "",
            allVote ? " and vote" : "");
    return asked.within(neighbours);
  }

  Setting setting() {
    return setting;
  }

  /** Makes sure that every query that is scored has a mask, if masks are asked for. */
  void checkMasks(List<Query> queries, Dataset<Row> rankings) {
    masksOf(queries, chosen.of(rankings));
  }

  /** By query id, or null for attention. */
  private HashMap<Integer, double[]> masksOf(List<Query> queries, Dataset<Row> rankings) {
    return masks == null
        ? null
        : masks.of(
            queries, Table.ids(rankings, "query_id").stream().boxed().collect(Collectors.toSet()));
  }

  /**
   * Scores, and reports what was compared before.
   *
   * @param compared now
   * @param correspond have the seconds that it took
   */
  RerankReport run(
      RerankFolder folder, RunRecord run, Compared compared, List<StageMeter> correspond)
      throws IOException {
    ChosenQueries scored = withEarlier(folder);
    context.timed(score, () -> vote(folder, scored));
    context.describe("accuracy of the results");
    RerankReport.Effort effort =
        new RerankReport.Effort(
            compared.queries(),
            correspond.stream().mapToLong(meter -> meter.count(Metric.PAIRS)).sum(),
            correspond.stream().mapToDouble(StageMeter::wallSeconds).sum());
    RerankReport report = RerankReport.of(folder, setting, chosen, effort);
    if (report.scored() == 0) {
      throw new UserException(
          "Cannot re-rank: none of the %s could be compared with any candidate; see %s/errors"
              .formatted(Texts.count(report.queries(), "query"), folder.path()));
    }
    StageTable stages =
        StageTable.of(
            Stream.concat(correspond.stream(), Stream.of(score)).toArray(StageMeter[]::new));
    RerankReport whole = chosen.isAll() ? report : RerankReport.of(folder, setting, scored, effort);
    long all = chosen.isAll() ? report.queries() : folder.countQueries();
    Map<String, Object> summary = report.summary(all);
    if (!chosen.isAll()) {
      summary.put(
          "queries_chosen_by_last_run", Map.of("option", chosen.text(), "queries", chosen.count()));
    }
    FolderSettings settings = FolderSettings.of(run);
    settings.warnOfStale(context.console(), setting, compared.anew());
    Map<String, Object> ofSetting = summaryOf(whole);
    StageTimes.put(ofSetting, stages);
    summary.put(FolderSettings.KEY, settings.with(setting, ofSetting));
    summary.put("limits", options.data().limits().all());
    summary.put(StageTimes.KEY, StageTimes.with(earlierStages(run, compared), stages));
    run.withSummary(summary).write(context.store(), folder.path());
    stages.print(context.console());
    String method = ComparisonMethods.named(options.method()).title();
    report.print(context.console(), new RerankReport.Of(setting, chosen, method), folder.path());
    if (folder.classes().isKept()) {
      context
          .console()
          .result(
              "Nearest of each class: %s/{class_rankings,class_correspondences,class_results}",
              folder.path());
    }
    return report;
  }

  /** The rankings are there if something was compared; else the folder is all that is needed. */
  private Map<String, Object> earlierStages(RunRecord run, Compared compared) throws IOException {
    Map<String, Object> stages = new LinkedHashMap<>();
    if (compared.queries() > 0) {
      stages.putAll(StageTimes.ofRanking(context.store(), run));
    }
    stages.putAll(StageTimes.of(run));
    return stages;
  }

  /** Also where the masks lay, for those who show them. */
  private Map<String, Object> summaryOf(RerankReport report) {
    Map<String, Object> summary = report.summaryOf(setting);
    if (masks != null) {
      summary.put(FolderSettings.MASK_FILE, context.store().path(masks.file()).toString());
    }
    return summary;
  }

  /** The chosen queries, and those that the folder has results of in this setting. */
  private ChosenQueries withEarlier(RerankFolder folder) throws IOException {
    if (chosen.isAll() || !setting.equals(folder.earlier(setting.name()))) {
      return chosen;
    }
    return chosen.and(Table.ids(folder.results(setting), "query_id"));
  }

  private void vote(RerankFolder folder, ChosenQueries scoring) throws IOException {
    replaceOtherValues(folder);
    Dataset<Row> rankings = scoring.of(folder.rankings());
    context.console().stage("score: voting on the candidates, setting %s", setting.name());
    context.describe("read queries");
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(context.spark().sparkContext());
    HashMap<Integer, Row> queries = folder.queries();
    HashMap<Integer, double[]> byQuery =
        masksOf(queries.values().stream().map(QueryRow::query).toList(), rankings);
    QueryFiles files = folder.files(setting, options.perQuery());
    ScoreJob.Plan plan =
        new ScoreJob.Plan(
            options.method(),
            setting,
            spark.broadcast(queries),
            byQuery == null ? null : spark.broadcast(byQuery),
            files,
            score);
    context.describe("score and vote");
    // Sorting reads its rows twice, to sample them and to sort them; they are scored once.
    Dataset<Row> scored =
        ScoreJob.results(rankings, scoring.of(folder.correspondences()), plan)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try (Console.Following shown =
        context.follow(score, "queries", queries.size(), Metric.QUERIES_SCORED)) {
      folder.putResults(scored, setting);
    } finally {
      scored.unpersist();
    }
    if (files != null) {
      folder.tidyFiles(setting);
      context.console().stage("score: a file per query in %s", files.folder());
    }
    if (folder.classes().isKept()) {
      context.describe("score the nearest of each class");
      scoreClasses(folder, scoring, plan);
    }
    context.describe("write errors");
    folder.putErrors();
  }

  /** Of queries that have been compared with all of them. */
  private void scoreClasses(RerankFolder folder, ChosenQueries scoring, ScoreJob.Plan plan)
      throws IOException {
    ClassTables classes = folder.classes();
    Dataset<Row> common = folder.correspondences();
    Dataset<Row> rankings =
        Table.without(
            scoring.of(classes.rankings()), "query_id", classes.unfinished(scoring, common));
    Dataset<Row> scored =
        ClassScoreJob.results(classes.placed(rankings, "place"), classes.compared(common), plan)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      classes.putResults(scored, setting);
    } finally {
      scored.unpersist();
    }
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
