package dev.chmcorr.job.run;

import dev.chmcorr.job.console.NanoClock;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Sums over the tasks of a stage, as Spark's accumulators: its user interface shows them too, named
 * {@code embed: images_read} or {@code embed: decode (ms)}.
 *
 * <p>Only tasks that succeed count, and of several attempts at one part of a table one. Where a
 * lost executor makes Spark repeat work whose rows had not reached their table, both times count.
 */
public final class StageMeter implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final long NANOS = 1_000_000;

  private final String stage;
  private final int slots;
  private final NanoClock clock;
  private final EnumMap<Metric, LiveSum> sums = new EnumMap<>(Metric.class);
  private double wall;
  private transient TaskMeter task;

  private StageMeter(String stage, int slots, NanoClock clock) {
    this.stage = stage;
    this.slots = slots;
    this.clock = clock;
  }

  /** A meter of the stage, at zero. */
  public static StageMeter of(JobContext context, String stage) {
    return of(context, stage, NanoClock.SYSTEM);
  }

  /**
   * @param clock of the tasks
   */
  static StageMeter of(JobContext context, String stage, NanoClock clock) {
    StageMeter meter = new StageMeter(stage, context.slots(), clock);
    for (Metric measure : Metric.values()) {
      String name = stage + ": " + measure.text() + (measure.isDuration() ? " (ms)" : "");
      LiveSum sum = new LiveSum();
      context.spark().sparkContext().register(sum, name);
      meter.sums.put(measure, sum);
    }
    return meter;
  }

  /**
   * The meter of the task in hand, which has its own copy of this one; what it counts is added here
   * at once, the time that it takes when it ends.
   */
  public TaskMeter task() {
    if (task == null) {
      task = new TaskMeter(clock, this::add);
      TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> finish());
      sums.values().forEach(LiveSum::show);
    }
    return task;
  }

  private void finish() {
    task.finish();
    sums.forEach(
        (measure, sum) -> {
          if (measure.isDuration()) {
            sum.add(task.sum(measure) / NANOS);
          }
        });
  }

  /** In a task of which nothing is timed, on its own thread: adds to what is counted. */
  public void count(Metric measure, long more) {
    sums.get(measure).show();
    add(measure, more);
  }

  private void add(Metric measure, long more) {
    sums.get(measure).add(more);
  }

  LiveSum sum(Metric measure) {
    return sums.get(measure);
  }

  String stage() {
    return stage;
  }

  /** Adds to the seconds that the stage has taken. */
  void ran(double seconds) {
    wall += seconds;
  }

  public double wallSeconds() {
    return wall;
  }

  /** What the tasks that have ended have counted, or the milliseconds that it took them. */
  public long count(Metric measure) {
    return sums.get(measure).value();
  }

  double seconds(Metric measure) {
    return count(measure) / 1e3;
  }

  /** Seconds in which slots had no task of this stage. */
  double idleSeconds() {
    return count(Metric.TASK) == 0 ? 0 : Math.max(0, slots * wall - seconds(Metric.TASK));
  }

  /** What is not zero, for {@code _run.json}. */
  Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("wall_seconds", tenths(wall));
    summary.put("slots", slots);
    for (Metric measure : Metric.values()) {
      if (count(measure) != 0 && measure.isDuration()) {
        summary.put(measure.text() + "_seconds", tenths(seconds(measure)));
      } else if (count(measure) != 0) {
        summary.put(measure.text(), count(measure));
      }
    }
    return summary;
  }

  private static double tenths(double seconds) {
    return Math.round(seconds * 10) / 10.0;
  }
}
