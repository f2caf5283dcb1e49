package dev.chmcorr.job.run;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.spark.TaskContext;
import org.apache.spark.util.AccumulatorV2;
import org.apache.spark.util.TaskCompletionListener;

/**
 * A sum over tasks to which all threads of a task may add. Spark reports what a task has added so
 * far with each heartbeat of its executor, every ten seconds, while its own accumulators are for
 * one thread.
 */
final class LiveSum extends AccumulatorV2<Long, Long> {
  private static final long serialVersionUID = 1L;

  /** Those of the tasks that run in this JVM, by the accumulator. */
  private static final Map<Long, Set<LiveSum>> RUNNING = new ConcurrentHashMap<>();

  private final LongAdder sum = new LongAdder();

  /** To be called in a task, whose copy this is: the driver sees it, if it is in this JVM. */
  void show() {
    Set<LiveSum> running = RUNNING.computeIfAbsent(id(), id -> ConcurrentHashMap.newKeySet());
    if (running.add(this)) {
      TaskCompletionListener end = context -> running.remove(this);
      TaskContext.get().addTaskCompletionListener(end);
    }
  }

  /** What the running tasks of this JVM have added to the accumulator so far. */
  static long running(long id) {
    return RUNNING.getOrDefault(id, Set.of()).stream().mapToLong(LiveSum::value).sum();
  }

  @Override
  public boolean isZero() {
    return sum.sum() == 0;
  }

  @Override
  public AccumulatorV2<Long, Long> copy() {
    LiveSum copy = new LiveSum();
    copy.sum.add(sum.sum());
    return copy;
  }

  @Override
  public void reset() {
    sum.reset();
  }

  @Override
  public void add(Long more) {
    sum.add(more);
  }

  @Override
  public void merge(AccumulatorV2<Long, Long> other) {
    sum.add(other.value());
  }

  @Override
  public Long value() {
    return sum.sum();
  }
}
