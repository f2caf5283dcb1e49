package dev.chmcorr.job.run;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.TaskInfo;
import org.apache.spark.util.AccumulatorV2;
import scala.collection.Iterable;

/**
 * What tasks have added to accumulators since this was begun, those that run included: on the
 * driver an accumulator itself only has what finished tasks have added.
 */
final class LiveSums extends SparkListener implements AutoCloseable {
  private final SparkContext context;
  private final boolean isLocal;

  /** Of each accumulator, what was told last: a task that ends is counted again a moment later. */
  private final Map<Long, Long> told = new HashMap<>();

  /** Of tasks that succeeded, by accumulator. */
  private final Map<Long, Long> ended = new HashMap<>();

  /** Of tasks that run, by task and accumulator, as their executors have reported. */
  private final Map<Long, Map<Long, Long>> running = new HashMap<>();

  /** Tasks that have ended; their last heartbeat may come late. */
  private final Set<Long> over = new HashSet<>();

  /**
   * @param isLocal whether tasks run in this JVM
   */
  LiveSums(SparkContext context, boolean isLocal) {
    this.context = context;
    this.isLocal = isLocal;
  }

  /** Begins to listen. */
  static LiveSums of(SparkContext context) {
    LiveSums sums = new LiveSums(context, context.isLocal());
    context.addSparkListener(sums);
    return sums;
  }

  /** What has been added to an accumulator of whole numbers. */
  synchronized long of(AccumulatorV2<?, Long> accumulator) {
    long id = accumulator.id();
    long sum = ended.getOrDefault(id, 0L) + (isLocal ? LiveSum.running(id) : reported(id));
    return told.merge(id, sum, Math::max);
  }

  private long reported(long id) {
    return running.values().stream().mapToLong(task -> task.getOrDefault(id, 0L)).sum();
  }

  @Override
  public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate heartbeat) {
    Heartbeat.tasks(heartbeat)
        .forEach(
            (task, told) -> {
              if (!over.contains(task)) {
                running.put(task, numbers(told));
              }
            });
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    long task = end.taskInfo().taskId();
    over.add(task);
    running.remove(task);
    if (end.reason() == Success$.MODULE$) {
      numbers(Heartbeat.infos(accumulables(end.taskInfo())))
          .forEach((id, sum) -> ended.merge(id, sum, Long::sum));
    }
  }

  /** By name: its type is another in Scala 2.12 than in 2.13, so no one call fits both. */
  private static Iterable<?> accumulables(TaskInfo task) {
    try {
      return (Iterable<?>) TaskInfo.class.getMethod("accumulables").invoke(task);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read what a task has counted", e);
    }
  }

  private static Map<Long, Long> numbers(List<AccumulableInfo> infos) {
    Map<Long, Long> numbers = new HashMap<>();
    for (AccumulableInfo info : infos) {
      if (info.update().isDefined() && info.update().get() instanceof Long number) {
        numbers.put(info.id(), number);
      }
    }
    return numbers;
  }

  @Override
  public void close() {
    context.removeSparkListener(this);
  }
}
