package dev.chmcorr.job.rescore;

import dev.chmcorr.domain.Query;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.folder.ImageNames;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.labels.RightClasses;
import dev.chmcorr.job.method.ComparisonMethod;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.method.ScoringOption;
import dev.chmcorr.job.rescore.SettingGrid.Weighting;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.Metric;
import dev.chmcorr.job.run.OutputPlace;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.job.run.StageTable;
import dev.chmcorr.job.score.Masks;
import dev.chmcorr.runfolder.RunLock;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.AccuracyRow;
import dev.chmcorr.table.QueryRow;
import dev.chmcorr.table.Setting;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;

/** The command {@code rescore}: the pairs of a run to accuracies in a grid of settings. */
public final class RescoreJob {
  private final JobContext context;
  private final RescoreOptions options;
  private final ScoredRun run;

  /** Null if what is right is what the run has. */
  private final RightClasses truth;

  private final Path out;
  private final StageMeter score;
  private final StageMeter results;

  private RescoreJob(
      JobContext context, RescoreOptions options, ScoredRun run, RightClasses truth) {
    this.context = context;
    this.options = options;
    this.run = run;
    this.truth = truth;
    this.out = context.store().path(options.out());
    this.score = StageMeter.of(context, "score");
    this.results = StageMeter.of(context, "results");
  }

  /**
   * Runs it.
   *
   * @return the accuracies, in the order of the grid
   */
  public static List<AccuracyRow> run(JobContext context, RescoreOptions options)
      throws IOException {
    ScoredRun run = ScoredRun.open(context, options.run());
    RescoreJob job = new RescoreJob(context, options, run, truth(context, options));
    new OutputPlace(context.store())
        .apartFrom("RUN", options.run())
        .refuseIn("--out", options.out())
        .refuseAround("--out", job.out);
    RunRecord.refuseForeign(context.store(), job.out);
    return job.run();
  }

  private static RightClasses truth(JobContext context, RescoreOptions options) throws IOException {
    return RightClasses.read(context.store(), options.labels(), ImageNames.DEFAULT);
  }

  /**
   * Deletes the accuracies of pairs that are no longer all that the run has, which would be
   * refused.
   *
   * @return whether there were any
   */
  public static boolean forgetOutdated(JobContext context, RescoreOptions options)
      throws IOException {
    ScoredRun run = ScoredRun.open(context, options.run());
    Path out = context.store().path(options.out());
    RunRecord earlier = RunRecord.read(context.store(), out);
    RunRecord now = run.identity(context.store(), truth(context, options));
    if (earlier == null
        || !earlier.command().equals(now.command())
        || !now.inputs().equals(earlier.inputs())
        || now.parameters().equals(earlier.parameters())) {
      return false;
    }
    try (RunLock lock = RunLock.acquire(context.store(), out)) {
      context.store().delete(out);
    }
    return true;
  }

  private List<AccuracyRow> run() throws IOException {
    List<Masks> masks = masks();
    SettingGrid grid = grid(masks);
    RunRecord record = run.identity(context.store(), truth);
    Coverage coverage = Coverage.of(context, run, grid.mostCandidates());
    try (RunLock lock = RunLock.acquire(context.store(), out)) {
      RunRecord earlier = RunRecord.read(context.store(), out);
      record
          .withSummary(earlier == null ? Map.of() : earlier.summary())
          .claim(context.store(), out);
      RescoreFolder folder = new RescoreFolder(context, out, record);
      Map<String, AccuracyRow> known = folder.accuracies();
      SettingGrid missing = missing(folder, grid, known.keySet());
      if (missing.settings().isEmpty()) {
        context
            .console()
            .stage(
                "score: nothing to do, %s has %s",
                out, Texts.count(grid.settings().size(), "setting"));
      } else {
        score(folder, missing, masks, coverage)
            .forEach(row -> known.put(row.setting().name(), row));
        record(folder, known.size(), coverage);
      }
      List<AccuracyRow> rows =
          grid.settings().stream().map(setting -> known.get(setting.setting().name())).toList();
      new RescoreReport(run, options.tables(), out).print(context.console(), rows, coverage);
      return rows;
    }
  }

  private List<Masks> masks() throws IOException {
    Map<String, Masks> byDigest = new LinkedHashMap<>();
    for (String file : options.masks()) {
      if (!file.equals(RescoreOptions.ATTENTION)) {
        context.describe("read masks");
        Masks masks = Masks.read(context.store(), file, options.limits());
        byDigest.putIfAbsent(masks.sha256(), masks);
      }
    }
    return List.copyOf(byDigest.values());
  }

  private SettingGrid grid(List<Masks> masks) {
    ValueGrid grid = options.grid();
    refuseIgnored(ScoringOption.THRESHOLD, grid.t());
    refuseIgnored(ScoringOption.AXES, grid.axes());
    if (!grid.isWhole()) {
      Setting last = run.lastSetting();
      context.console().stage("rescore: %s, as in the setting scored last", grid.added(last));
      grid = grid.or(last);
    }
    if (!grid.leftOut().isEmpty()) {
      context
          .console()
          .stage(
              "rescore: left out, since more would vote than are candidates: %s",
              String.join(", ", grid.leftOut()));
    }
    return SettingGrid.of(
        grid,
        options.masks().contains(RescoreOptions.ATTENTION)
            ? Weighting.ATTENTION
            : Weighting.MASKS_ONLY,
        masks.stream().map(Masks::sha256).toList());
  }

  private void refuseIgnored(ScoringOption option, List<?> given) {
    ComparisonMethod method = ComparisonMethods.named(run.method());
    if (given != null && method.ignored().contains(option)) {
      throw ComparisonMethods.ignored(method, option);
    }
  }

  private SettingGrid missing(RescoreFolder folder, SettingGrid grid, Set<String> accuracies)
      throws IOException {
    Set<String> known = new HashSet<>(accuracies);
    if (options.tables() == RescoreOptions.Tables.ACCURACIES_AND_RESULTS) {
      known.retainAll(folder.settingsWithResults());
    }
    return grid.only(
        grid.settings().stream()
            .filter(setting -> !known.contains(setting.setting().name()))
            .toList());
  }

  private List<AccuracyRow> score(
      RescoreFolder folder, SettingGrid grid, List<Masks> masks, Coverage coverage)
      throws IOException {
    context
        .console()
        .stage(
            "score: %s of %s in %s",
            Texts.count(coverage.pairs() - coverage.failed(), "pair"),
            Texts.count(coverage.compared(), "query"),
            Texts.count(grid.settings().size(), "setting"));
    GridJob.Plan plan = plan(grid, masks);
    List<AccuracyRow> accuracies = new ArrayList<>();
    context.timed(score, () -> accuracies.addAll(count(plan, coverage)));
    demandUnchanged(folder);
    if (options.tables() == RescoreOptions.Tables.ACCURACIES_AND_RESULTS) {
      context.timed(results, () -> putResults(folder, plan.countedBy(results), coverage));
    }
    demandUnchanged(folder);
    context.describe("write accuracies");
    folder.put(accuracies);
    return accuracies;
  }

  private void record(RescoreFolder folder, int settings, Coverage coverage) throws IOException {
    StageTable stages = StageTable.of(score, results);
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("settings", settings);
    summary.put("queries_compared", coverage.compared());
    summary.put("stages", stages.summary());
    folder.run().withSummary(summary).write(context.store(), out);
    stages.print(context.console());
  }

  /** Else some of the numbers may be of other pairs. */
  private void demandUnchanged(RescoreFolder folder) throws IOException {
    if (!run.tables(context.store()).equals(folder.run().parameters().get("tables"))) {
      throw new UserException(
          "Cannot rescore %s: its tables have changed meanwhile; give the same command again with another --out"
              .formatted(run.path()));
    }
  }

  private GridJob.Plan plan(SettingGrid grid, List<Masks> masks) throws IOException {
    context.describe("read queries");
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(context.spark().sparkContext());
    HashMap<Integer, Row> queries = new HashMap<>();
    List<Row> own = run.folder().queryTable().collectAsList();
    for (Row row : truth == null ? own : JudgedQueries.of(own, truth, run, context)) {
      queries.put(row.<Integer>getAs("query_id"), row);
    }
    ArrayList<Broadcast<HashMap<Integer, double[]>>> byQuery = new ArrayList<>();
    if (!masks.isEmpty()) {
      List<Query> all = queries.values().stream().map(QueryRow::query).toList();
      Set<Integer> compared =
          Table.ids(run.folder().correspondences(), "query_id").stream()
              .boxed()
              .collect(Collectors.toSet());
      masks.forEach(file -> byQuery.add(spark.broadcast(file.of(all, compared))));
    }
    return new GridJob.Plan(run.method(), grid, spark.broadcast(queries), byQuery, score);
  }

  private List<AccuracyRow> count(GridJob.Plan plan, Coverage coverage) throws IOException {
    context.describe("score and vote");
    try (Console.Following shown = follow(score, coverage)) {
      SettingCounts counts =
          GridJob.counts(run.folder().rankings(), run.folder().correspondences(), plan);
      List<AccuracyRow> rows = new ArrayList<>();
      for (GridSetting setting : plan.grid().settings()) {
        AccuracyRow.Counts found = counts.of(rows.size());
        rows.add(
            new AccuracyRow(setting.setting(), setting.parts(), found, Significance.of(found)));
      }
      return rows;
    }
  }

  private void putResults(RescoreFolder folder, GridJob.Plan plan, Coverage coverage)
      throws IOException {
    context.describe("write results");
    try (Console.Following shown = follow(results, coverage)) {
      folder.putResults(
          GridJob.results(run.folder().rankings(), run.folder().correspondences(), plan),
          plan.grid().settings().stream().map(GridSetting::setting).toList());
    }
  }

  private Console.Following follow(StageMeter meter, Coverage coverage) {
    return context.follow(meter, "pairs", coverage.pairs() - coverage.failed(), Metric.DONE);
  }
}
