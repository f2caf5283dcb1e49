package dev.chmcorr.job.cluster;

import dev.chmcorr.domain.Causes;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import java.util.regex.Pattern;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.sql.SparkSession;

/**
 * The executors that a command has lost, for its message if it cannot go on without them: what
 * Spark throws then names no reason, or shows it among the lines of a stack trace.
 */
public final class LostExecutors extends SparkListener {
  /** Of a task that was tried too often, and where the cluster has given the application up. */
  private static final Pattern FATAL =
      Pattern.compile("ExecutorLostFailure|SparkContext was shut down|stopped SparkContext");

  /** What Spark says of an executor that had nothing to do: it is not lost. */
  private static final String LET_GO = "Executor killed by driver.";

  private static final String ADVICE =
      "if it was killed for its memory, give it more outside the heap: networks and features need about 3 GiB and --cache-mib (spark.executor.memoryOverhead)";

  private int count;
  private String last = "";

  LostExecutors() {}

  /** Counts those of a session from now on. */
  public static LostExecutors of(SparkSession spark) {
    LostExecutors lost = new LostExecutors();
    spark.sparkContext().addSparkListener(lost);
    return lost;
  }

  @Override
  public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    if (removed.reason().equals(LET_GO)) {
      return;
    }
    count++;
    last = Texts.firstLine(removed.reason()).strip();
  }

  /**
   * What a command failed with: in one line if it was that its executors were lost.
   *
   * @param thrown by the command
   */
  public synchronized Exception explain(Exception thrown) {
    boolean fatal = Causes.of(thrown).anyMatch(cause -> FATAL.matcher(cause.toString()).find());
    return count > 0 && fatal
        ? new UserException(
            "Cannot go on: %s lost, the last because: %s; %s"
                .formatted(
                    Texts.count(count, "executor") + Texts.verb(count, " was", " were"),
                    last,
                    ADVICE),
            thrown)
        : thrown;
  }
}
