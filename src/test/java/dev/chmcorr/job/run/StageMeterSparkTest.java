package dev.chmcorr.job.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

/** Each thread has a clock of its own, which only its work moves. */
class StageMeterSparkTest {
  private static final ThreadLocal<Duration> TIME = ThreadLocal.withInitial(() -> Duration.ZERO);

  private final LocalSpark spark = new LocalSpark();
  private final StageMeter meter =
      StageMeter.of(spark.context(), "correspond", () -> TIME.get().toNanos());

  private static void pass(int millis) {
    TIME.set(TIME.get().plusMillis(millis));
  }

  /**
   * Items 0 to 9 in 4 tasks, each counted by two threads of its task at once. An item takes 20 ms
   * of a network, and 10 ms of which no phase knows.
   */
  private void run() {
    List<Integer> items = IntStream.range(0, 10).boxed().toList();
    StageMeter shared = meter;
    JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext())
        .parallelize(items, 4)
        .foreach(
            item -> {
              TaskMeter task = shared.task();
              Thread beside = new Thread(() -> task.count(Metric.BYTES_READ, 100));
              beside.start();
              task.count(Metric.BYTES_READ, item);
              task.time(
                  Metric.INFER,
                  () -> {
                    pass(20);
                    return item;
                  });
              pass(10);
              beside.join();
            });
  }

  @Test
  void sumsOverAllTasksAndTheirThreads() {
    run();
    run();

    assertThat(meter.count(Metric.BYTES_READ)).isEqualTo(2 * (10 * 100 + 45));
    assertThat(meter.seconds(Metric.INFER)).isEqualTo(0.4);
    assertThat(meter.seconds(Metric.WRITE)).isEqualTo(0.2);
    assertThat(meter.seconds(Metric.TASK)).isEqualTo(0.6);
  }

  @Test
  void idleIsWhatTheSlotsDidNotWork() {
    run();
    meter.ran(10);

    assertThat(meter.idleSeconds()).isEqualTo(2 * 10 - 0.3, within(1e-9));
  }

  @Test
  void theTableShowsStagesThatRan() {
    run();
    meter.ran(1);
    StageMeter untouched = StageMeter.of(spark.context(), "score");

    List<String> lines = StageTable.of(meter, untouched).lines();

    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).contains("wall", "infer", "idle", "decode");
    assertThat(lines.get(2).strip().split("\\s+"))
        .containsExactly(
            "correspond", "1.0", "|", "-", "-", "0.2", "-", "-", "0.1", "1.7", "|", "-", "-");
    assertThat(StageTable.of(meter, untouched).summary()).containsOnlyKeys("correspond");
    assertThat(meter.summary())
        .containsEntry("wall_seconds", 1.0)
        .containsEntry("slots", 2)
        .containsEntry("infer_seconds", 0.2)
        .containsEntry("bytes_read", 10 * 100 + 45L)
        .doesNotContainKey("pairs");
  }
}
