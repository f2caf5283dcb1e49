package dev.chmcorr.job.sweep;

import dev.chmcorr.domain.Causes;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.Sessions;
import dev.chmcorr.job.sweep.SweepOptions.Failures;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Runs of a study, one after the other or some at once, each in a pool of Spark's of its own. One
 * that fails does not undo what others have done.
 *
 * @param <T> what comes of a run
 */
final class Lanes<T> {
  private static final String POOL = "spark.scheduler.pool";

  /** For those that were told to end, to let their folders go. */
  private static final int PATIENCE_SECONDS = 30;

  private final JobContext context;
  private final Failures failures;
  private final Work<T> work;

  /** No other run begins. */
  private volatile boolean stopped;

  Lanes(JobContext context, Failures failures, Work<T> work) {
    this.context = context;
    this.failures = failures;
    this.work = work;
  }

  /** What is done of a run. */
  interface Work<T> {
    T of(StudyRun run) throws IOException, InterruptedException;
  }

  /** What came of a run: a value or what it threw; neither if it has not begun. */
  private record Ended<T>(T value, Exception failure) {}

  /**
   * Does the work of all runs.
   *
   * @param together how many at once
   */
  SweepOutcome<T> run(List<StudyRun> runs, int together) throws IOException, InterruptedException {
    Map<StudyRun, Ended<T>> ended = new LinkedHashMap<>();
    if (together == 1) {
      for (StudyRun run : runs) {
        ended.put(run, end(run));
      }
    } else {
      runTogether(runs, together, ended);
    }
    SweepOutcome<T> outcome = new SweepOutcome<>(new LinkedHashMap<>(), new LinkedHashMap<>());
    ended.forEach(
        (run, end) -> {
          if (end.failure() != null) {
            outcome.failed().put(run, end.failure());
          } else if (end.value() != null) {
            outcome.finished().put(run, end.value());
          }
        });
    return outcome;
  }

  private void runTogether(List<StudyRun> runs, int together, Map<StudyRun, Ended<T>> ended)
      throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(together);
    try {
      Map<StudyRun, Future<Ended<T>>> begun = new LinkedHashMap<>();
      runs.forEach(run -> begun.put(run, threads.submit(() -> endInPool(run))));
      for (Map.Entry<StudyRun, Future<Ended<T>>> lane : begun.entrySet()) {
        ended.put(lane.getKey(), lane.getValue().get());
      }
    } catch (ExecutionException e) {
      throw new InterruptedIOException(String.valueOf(e.getCause().getMessage()));
    } finally {
      stopped = true;
      threads.shutdownNow();
      threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  /**
   * Runs one, unless no other is to begin.
   *
   * @throws InterruptedIOException if the whole command was told to end
   */
  private Ended<T> end(StudyRun run) throws InterruptedIOException {
    if (stopped) {
      return new Ended<>(null, null);
    }
    try {
      return new Ended<>(work.of(run), null);
    } catch (Exception e) {
      stopped |= failures == Failures.STOP;
      if (isInterruption(e)) {
        stopped = true;
        throw interrupted(e);
      }
      if (!stopped) {
        context.console().warn("%s failed, the others go on: %s", run.name(), Causes.firstLine(e));
      }
      return new Ended<>(null, e);
    }
  }

  /** On a thread that others of the same pool of threads may have left with another's pool. */
  private Ended<T> endInPool(StudyRun run) throws InterruptedIOException {
    context.spark().sparkContext().setLocalProperty(POOL, run.name());
    return end(run);
  }

  private static InterruptedIOException interrupted(Exception why) {
    InterruptedIOException interrupted = new InterruptedIOException("Interrupted");
    interrupted.initCause(why);
    return interrupted;
  }

  private static boolean isInterruption(Exception e) {
    return Thread.currentThread().isInterrupted()
        || Sessions.wasCancelled(e)
        || Causes.of(e)
            .anyMatch(
                cause ->
                    cause instanceof InterruptedException
                        || cause instanceof InterruptedIOException);
  }
}
