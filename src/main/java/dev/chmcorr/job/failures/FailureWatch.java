package dev.chmcorr.job.failures;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.failures.ImageTally.Failures;
import dev.chmcorr.job.run.Heartbeat;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.table.Failure;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Ends a stage's Spark jobs, and those of no other stage, when more images have failed than a
 * budget allows. It looks whenever a task ends or an executor tells what its tasks are at, which it
 * does every ten seconds.
 */
public final class FailureWatch extends SparkListener implements AutoCloseable {
  private final SparkContext spark;
  private final FailureBudget budget;
  private final String stage;
  private final String tag = "chmcorr-" + UUID.randomUUID();
  private final Map<Long, Watched> sets = new ConcurrentHashMap<>();
  private volatile String verdict;

  /** Images of a set: what one is called, and how many there are. */
  private record Watched(ImageTally tally, String what, int size) {}

  /** A piece of the stage. */
  public interface Work {
    void run() throws IOException;
  }

  private FailureWatch(SparkContext spark, FailureBudget budget, String stage) {
    this.spark = spark;
    this.budget = budget;
    this.stage = stage;
  }

  /**
   * Begins to watch.
   *
   * @param stage as messages call it: a verb
   */
  public static FailureWatch begin(JobContext context, FailureBudget budget, String stage) {
    FailureWatch watch = new FailureWatch(context.spark().sparkContext(), budget, stage);
    watch.spark.addSparkListener(watch);
    return watch;
  }

  /** What tasks tell of the images of a set of which none has been tried. */
  public ImageTally of(String what, int size) {
    ImageTally tally =
        new ImageTally(budget.isUnlimited() ? 0 : Math.max(1, budget.allowed(size) + 1));
    spark.register(tally, "%s: %ss failed".formatted(stage, what));
    sets.put(tally.id(), new Watched(tally, what, size));
    return tally;
  }

  /**
   * What tasks tell of the images of a set. What earlier runs have found counts too: else a budget
   * would begin anew with every command.
   *
   * @param what one is called
   * @param size of the whole set
   * @param tried images that are not tried again: rows with {@code path} and {@link
   *     Failure#COLUMNS}, which are null where an image is good; null if there are none
   */
  public ImageTally of(String what, int size, Dataset<Row> tried) {
    ImageTally tally = of(what, size);
    if (tried != null && !budget.isUnlimited()) {
      Column good = col("error").isNull();
      tried
          .where(not(good))
          .dropDuplicates("path")
          .limit((int) Math.min(size, budget.allowed(size) + 1))
          .collectAsList()
          .forEach(row -> tally.count(row.getAs("path"), Failure.fromRow(row)));
      if (!tried.where(good).isEmpty()) {
        // Whichever it is, not all fail.
        tally.count("", null);
      }
    }
    return tally;
  }

  /**
   * Does a piece of the stage on this thread.
   *
   * @throws UserException if too many images have failed; jobs that run are ended, and what earlier
   *     pieces have written stays
   */
  public void run(Work work) throws IOException {
    demandFew();
    spark.addJobTag(tag);
    try {
      work.run();
    } catch (Exception e) {
      if (verdict != null) {
        throw new UserException(verdict, e);
      }
      throw e;
    } finally {
      spark.removeJobTag(tag);
    }
    demandFew();
  }

  private void demandFew() {
    check();
    if (verdict != null) {
      throw new UserException(verdict);
    }
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate heartbeat) {
    Heartbeat.tasks(heartbeat).values().forEach(this::merge);
    check();
  }

  private void merge(List<AccumulableInfo> task) {
    for (AccumulableInfo info : task) {
      Watched set = sets.get(info.id());
      if (set != null && info.update().isDefined()) {
        set.tally().merge((Failures) info.update().get());
      }
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    check();
  }

  private synchronized void check() {
    if (verdict == null) {
      sets.values().forEach(this::check);
      if (verdict != null) {
        spark.cancelJobsWithTag(tag);
      }
    }
  }

  private void check(Watched set) {
    Failures now = set.tally().value();
    int failed = now.failed().size();
    if (failed == 0 || budget.isUnlimited()) {
      return;
    }
    if (!now.anyGood() && failed >= FailureBudget.ALL_FAIL) {
      verdict = verdict(set, now, "the first %d all failed".formatted(failed));
    } else if (failed > budget.allowed(set.size())) {
      String allowed = "%d may fail and %d have".formatted(budget.allowed(set.size()), failed);
      verdict = verdict(set, now, allowed);
    }
  }

  private String verdict(Watched set, Failures now, String why) {
    return "Cannot %s %s: %s, such as %s; make sure that every executor can read them, and give the same command again, which goes on from what is done; --max-failures 100%% leaves them out, however many"
        .formatted(stage, Texts.count(set.size(), set.what()), why, String.join(", ", now.first()));
  }

  @Override
  public void close() {
    spark.removeSparkListener(this);
  }
}
