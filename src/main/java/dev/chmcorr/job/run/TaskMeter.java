package dev.chmcorr.job.run;

import dev.chmcorr.job.console.NanoClock;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** What one task has done so far. Its threads may share it. Durations are in nanoseconds. */
public final class TaskMeter {
  private final Map<Metric, LongAdder> sums = new EnumMap<>(Metric.class);
  private final NanoClock clock;
  private final BiConsumer<Metric, Long> counted;
  private final long start;

  /** A meter at zero. */
  public TaskMeter() {
    this(NanoClock.SYSTEM, (measure, more) -> {});
  }

  /**
   * @param counted is told at once of things counted, by any thread
   */
  TaskMeter(NanoClock clock, BiConsumer<Metric, Long> counted) {
    this.clock = clock;
    this.counted = counted;
    this.start = clock.nanos();
    for (Metric measure : Metric.values()) {
      sums.put(measure, new LongAdder());
    }
  }

  public void count(Metric measure, long more) {
    sums.get(measure).add(more);
    if (!measure.isDuration()) {
      counted.accept(measure, more);
    }
  }

  /** Does something and adds the time that it takes, whether it succeeds or not. */
  public <T> T time(Metric measure, Supplier<T> action) {
    long before = clock.nanos();
    try {
      return action.get();
    } finally {
      count(measure, clock.nanos() - before);
    }
  }

  /** The task is over: what none of its phases claims went into writing. */
  void finish() {
    long task = clock.nanos() - start;
    long claimed =
        sum(Metric.LOAD)
            + sum(Metric.WAIT)
            + sum(Metric.INFER)
            + sum(Metric.MATCH)
            + sum(Metric.SCORE);
    count(Metric.TASK, task);
    count(Metric.WRITE, Math.max(0, task - claimed));
  }

  /** What has been counted, or the nanoseconds that it took. */
  public long sum(Metric measure) {
    return sums.get(measure).sum();
  }
}
