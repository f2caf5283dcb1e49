package dev.chmcorr.job.sweep;

import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.TablePath;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.knn.KnnJob;
import dev.chmcorr.job.rerank.RerankJob;
import dev.chmcorr.job.rerank.RerankOptions.Scoring;
import dev.chmcorr.job.rescore.RescoreJob;
import dev.chmcorr.job.rescore.RescoreOptions;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.study.StudyMasks;
import dev.chmcorr.job.study.StudyMethod;
import dev.chmcorr.job.study.StudyTruth;
import dev.chmcorr.job.tools.CubMasksJob;
import dev.chmcorr.job.tools.MasksOptions;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.AccuracyRow;
import dev.chmcorr.table.Failure;
import dev.chmcorr.table.SummaryRow;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hadoop.fs.Path;

/**
 * The stages of a data set, one after the other: ranking, masks, and for each method pairs and
 * accuracies. Each is skipped, or does only what is missing, where an earlier sweep has done it.
 */
final class RunStages {
  private final JobContext context;
  private final DoneStages done;
  private final SweepOptions options;

  /** Data sets that share images embed them one after the other, so that none is embedded twice. */
  private final Map<String, Lock> galleries = new ConcurrentHashMap<>();

  private final Map<String, Lock> masks = new ConcurrentHashMap<>();

  RunStages(JobContext context, DoneStages done, SweepOptions options) {
    this.context = context;
    this.done = done;
    this.options = options;
  }

  /** Runs all of them. */
  List<SummaryRow> run(StudyRun run) throws IOException, InterruptedException {
    try (Console.Following part = context.console().part(run.name())) {
      rank(run);
      makeMasks(run);
    }
    List<SummaryRow> rows = new ArrayList<>();
    for (StudyMethod method : run.methods()) {
      try (Console.Following part = context.console().part(run.name(method.name()))) {
        rerank(run, method);
        rows.addAll(rescore(run, method, null));
        for (StudyTruth truth : run.data().truths()) {
          rows.addAll(rescore(run, method, truth));
        }
      }
    }
    return rows;
  }

  private void rank(StudyRun run) throws IOException, InterruptedException {
    Lock gallery = galleries.computeIfAbsent(run.gallery(), name -> new ReentrantLock());
    gallery.lockInterruptibly();
    try {
      KnnJob.run(context, run.knn().with(options.budget()));
    } finally {
      gallery.unlock();
    }
  }

  /** Once for a data set, whatever networks it goes through. */
  private void makeMasks(StudyRun run) throws IOException, InterruptedException {
    StudyMasks wanted = run.data().masks();
    if (wanted == null || wanted.file() != null) {
      return;
    }
    Lock file = masks.computeIfAbsent(run.data().name(), name -> new ReentrantLock());
    file.lockInterruptibly();
    try {
      Path ranking = context.store().path(run.places().ranking(run));
      Path made = context.store().path(run.places().masks(run.data()));
      RunRecord ranked = RunRecord.read(context.store(), ranking);
      String words = wanted + " " + ranked.summary().get("query_state");
      String stage = "masks " + run.data().name();
      if (!done.isDone(stage, DoneStages.state(context.store(), words, made))) {
        context.console().stage("masks: of %s", wanted.cub());
        CubMasksJob.run(
            context,
            new MasksOptions(
                wanted.cub(), run.data().images().val(), wanted.parts(), made.toString()));
        done.done(stage, DoneStages.state(context.store(), words, made));
      }
    } finally {
      file.unlock();
    }
  }

  private void rerank(StudyRun run, StudyMethod method) throws IOException {
    String stage = "rerank " + run.name(method.name());
    if (done.isDone(stage, pairs(run, method)) && !mayEndOtherwise(run, method)) {
      context.console().stage("rerank: %s is finished", run.places().pairs(run, method.name()));
      return;
    }
    if (run.data().masks() != null) {
      rerank(run, method, run.study().settings().first(run.places().masks(run.data())));
    }
    rerank(run, method, run.study().settings().first());
    done.done(stage, pairs(run, method));
  }

  private void rerank(StudyRun run, StudyMethod method, Scoring scoring) throws IOException {
    RerankJob.run(
        context, run.rerank(method, scoring, options.cacheOfEach()).with(options.budget()));
  }

  /** What the pairs of a folder and their results were made of, and what they are. */
  private String pairs(StudyRun run, StudyMethod method) throws IOException {
    String words = method + " " + run.study().settings().first();
    if (run.data().masks() != null) {
      Path file = context.store().path(run.places().masks(run.data()));
      words += " " + DoneStages.version(context.store(), file);
    }
    return DoneStages.state(
        context.store(),
        words,
        new Path(run.places().ranking(run), RunRecord.FILE),
        new Path(run.places().pairs(run, method.name()), RunRecord.FILE));
  }

  /** Whether images failed that could not be read: they may have become readable. */
  private boolean mayEndOtherwise(StudyRun run, StudyMethod method) throws IOException {
    Path folder = context.store().path(run.places().pairs(run, method.name()));
    return failed(folder) > 0
        && !Table.read(context.spark(), new Path(folder, "errors"), Failure.SCHEMA)
            .where(Failure.mayPass(Limits.DEFAULT.pixels()))
            .isEmpty();
  }

  private List<SummaryRow> rescore(StudyRun run, StudyMethod method, StudyTruth truth)
      throws IOException {
    RescoreOptions options = run.rescore(method, truth);
    if (RescoreJob.forgetOutdated(context, options)) {
      context
          .console()
          .stage(
              "rescore: the pairs or the right answers are others than before, so all is scored anew");
    }
    List<AccuracyRow> accuracies = RescoreJob.run(context, options);
    Path ranking = context.store().path(run.places().ranking(run));
    Path pairs = context.store().path(run.places().pairs(run, method.name()));
    SummaryRow.Of of =
        new SummaryRow.Of(
            run.data().name() + (truth == null ? "" : "-" + truth.name()),
            run.network().name(),
            method.name(),
            Math.max(failed(ranking), failed(pairs)),
            TablePath.of(pairs.toString()));
    return accuracies.stream().map(row -> new SummaryRow(of, row)).toList();
  }

  private long failed(Path folder) throws IOException {
    RunRecord record = RunRecord.read(context.store(), folder);
    return record.summary().get("images_failed") instanceof Number count ? count.longValue() : 0;
  }
}
