package dev.chmcorr.job.sweep;

import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.QuerySelection;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.report.ReportJob;
import dev.chmcorr.job.report.ReportOptions;
import dev.chmcorr.job.report.Selection;
import dev.chmcorr.job.rerank.RerankOptions.Scoring;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.study.Study;
import dev.chmcorr.job.study.StudyMethod;
import dev.chmcorr.job.sweep.SweepOptions.Failures;
import dev.chmcorr.job.sweep.SweepOptions.Unknown;
import dev.chmcorr.report.PerFile;
import dev.chmcorr.runfolder.RunLock;
import dev.chmcorr.table.Setting;
import dev.chmcorr.table.SummaryRow;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * The command {@code sweep}: all runs of a study, of which each does what is missing; then one
 * table and one report over all.
 */
public final class SweepJob {
  /** More lines than a screen has help nobody; all are in the files. */
  private static final int MAX_LINES = 40;

  private final JobContext context;
  private final SweepOptions options;
  private final StudyPlaces places;

  private SweepJob(JobContext context, SweepOptions options) {
    this.context = context;
    this.options = options;
    this.places = StudyPlaces.of(context.store(), options.out());
  }

  /**
   * Runs it.
   *
   * @return the rows of the table; none if it was only planned
   */
  public static List<SummaryRow> run(JobContext context, SweepOptions options) throws IOException {
    try {
      return new SweepJob(context, options).run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while data sets were run");
    }
  }

  private List<SummaryRow> run() throws IOException, InterruptedException {
    Path folder = context.store().path(places.study());
    List<StudyRun> runs = options.runs(places);
    Presence presence = new Presence(context, places);
    List<StudyRun> present = presence.of(runs, options.failures());
    if (options.plan() != null) {
      plan(present);
      presence.print();
      return List.of();
    }
    try (RunLock lock = RunLock.acquire(context.store(), folder)) {
      DoneStages done = DoneStages.of(context, folder, Map.of("study", options.study().file()));
      try (Console.Following part = context.console().part("built-in")) {
        new BuiltIn(context, places).prepare(options.study());
      }
      RunStages stages = new RunStages(context, done, options);
      SweepOutcome<List<SummaryRow>> outcome =
          new Lanes<>(context, options.failures(), stages::run).run(present, options.together());
      List<SummaryRow> rows = outcome.finished().values().stream().flatMap(List::stream).toList();
      if (!rows.isEmpty()) {
        SummaryTable.put(context, folder, done.record(), rows);
        print(rows, folder);
      }
      presence.print();
      if (outcome.failed().isEmpty() || options.failures() == Failures.KEEP_GOING) {
        report(outcome.finished());
      }
      outcome.throwFailures();
      return rows;
    }
  }

  private void plan(List<StudyRun> runs) throws IOException {
    PlanJob job = new PlanJob(context, places);
    SweepPlan plan = job.plan(runs, options.plan().earlier());
    Console console = context.console();
    if (options.plan().rates() == Unknown.TRIED) {
      plan = plan.or(new Trials(context, places, options.cacheOfEach()).of(runs, plan, job));
    }
    console.result(
        "Plan of study %s: images, pairs, bytes in tables (about)", options.study().file());
    plan.lines().forEach(line -> console.result("%s", line));
    if (!plan.isTimed()) {
      console.result(
          "Times are not known until a run of knn and one of rerank with the same method have been: --trial runs a few images, --rates RUN,RUN names such runs");
    }
  }

  private void print(List<SummaryRow> rows, Path folder) {
    Console console = context.console();
    List<String> lines = SummaryText.lines(rows);
    console.result("Accuracies of study %s", options.study().file());
    lines.stream().limit(MAX_LINES + 1L).forEach(line -> console.result("%s", line));
    if (lines.size() > MAX_LINES + 1) {
      console.result("... and %d more", lines.size() - MAX_LINES - 1);
    }
    rows.stream()
        .map(SummaryRow::of)
        .filter(of -> of.imagesFailed() > 0)
        .distinct()
        .forEach(
            of ->
                console.result(
                    "Images that failed: %d of %s-%s; see the tables errors of its runs",
                    of.imagesFailed(), of.data(), of.network()));
    console.result("Tables: %s/summary, summary.csv, summary.md", folder);
  }

  private void report(Map<StudyRun, List<SummaryRow>> finished) throws IOException {
    Study.Pages pages = options.study().pages();
    if (pages.areNone() || finished.isEmpty()) {
      return;
    }
    List<String> shown = new ArrayList<>();
    finished.forEach((run, rows) -> run.methods().forEach(m -> shown.addAll(shown(run, m, rows))));
    Selection selection =
        pages.areAll()
            ? Selection.ALL
            : new Selection(
                QuerySelection.ALL,
                Selection.Only.ALL,
                new QuerySelection.Sample(pages.sample(), 0));
    ReportJob.run(
        context,
        new ReportOptions(
            shown,
            places.report(),
            selection,
            ReportOptions.Pictures.MADE,
            Limits.DEFAULT,
            PerFile.DEFAULT));
  }

  /** A run in its first setting, and in that with masks. */
  private static List<String> shown(StudyRun run, StudyMethod method, List<SummaryRow> rows) {
    String folder = run.places().pairs(run, method.name());
    Scoring first = method.scoring(run.study().settings().first()).settled(method.method());
    List<String> shown = new ArrayList<>();
    shown.add(
        folder
            + "@"
            + new Setting(null, first.n(), first.k(), first.t(), first.axes(), null).name());
    rows.stream()
        .filter(row -> row.of().method().equals(method.name()))
        .map(row -> row.accuracy().setting())
        .filter(setting -> setting.mask() != null)
        .filter(setting -> setting.n() == first.n() && setting.k() == first.k())
        .filter(setting -> setting.axes() == first.axes())
        .map(setting -> folder + "@" + setting.name())
        .distinct()
        .forEach(shown::add);
    return shown;
  }
}
