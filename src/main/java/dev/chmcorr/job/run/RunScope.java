package dev.chmcorr.job.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A run on the driver, from its beginning to its end: what its tasks share in their JVMs is closed
 * when this is. Runs of one session may follow one another or go on side by side.
 */
public final class RunScope implements AutoCloseable {
  /** How long to wait for executors that may be busy with another run. */
  private static final int SECONDS = 10;

  /** Of runs that ended before these, every executor will have heard. */
  private static final int MAX_OVER = 64;

  private static final Deque<String> OVER = new ArrayDeque<>();

  private final JobContext context;
  private final RunId run;

  private RunScope(JobContext context, RunId run) {
    this.context = context;
    this.run = run;
  }

  /** Begins a run. */
  public static RunScope begin(JobContext context) {
    synchronized (OVER) {
      String id = UUID.randomUUID().toString();
      return new RunScope(context, new RunId(id, List.copyOf(OVER)));
    }
  }

  public RunId run() {
    return run;
  }

  @Override
  public void close() {
    synchronized (OVER) {
      OVER.add(run.id());
      if (OVER.size() > MAX_OVER) {
        OVER.remove();
      }
    }
    RunState.end(run.id());
    if (!Sessions.isLocal(context.spark()) && !context.spark().sparkContext().isStopped()) {
      tellExecutors();
    }
  }

  /**
   * Ends the run on the executors, as far as they can be reached: Spark places tasks as it likes.
   * One that is missed is told by the next run's tasks, and if there is none, it ends itself.
   */
  private void tellExecutors() {
    context.describe("release networks");
    String id = run.id();
    int tasks = 2 * context.slots();
    JavaFutureAction<Void> told =
        JavaSparkContext.fromSparkContext(context.spark().sparkContext())
            .parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
            .foreachAsync(task -> RunState.end(id));
    try {
      told.get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      told.cancel(true);
    } catch (ExecutionException e) {
      // The run's outcome does not depend on it.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
