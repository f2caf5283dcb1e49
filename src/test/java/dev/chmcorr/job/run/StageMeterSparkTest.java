package dev.chmcorr.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class StageMeterSparkTest {
  private static final int PAUSE_MILLIS = 20;

  private final LocalSpark spark = new LocalSpark();
  private final StageMeter meter = StageMeter.of(spark.context(), "correspond");

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Items 0 to 9 in 4 tasks, each counted by two threads of its task at once. */
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
                    pause();
                    return item;
                  });
              beside.join();
            });
  }

  @Test
  void sumsOverAllTasksAndTheirThreads() {
    run();
    run();

    assertThat(meter.count(Metric.BYTES_READ)).isEqualTo(2 * (10 * 100 + 45));
    // A task gives its time in whole milliseconds: 8 tasks lose less than 8 of them.
    assertThat(meter.seconds(Metric.INFER)).isGreaterThan(20 * PAUSE_MILLIS / 1e3 - 0.008);
    assertThat(meter.seconds(Metric.TASK))
        .isGreaterThanOrEqualTo(meter.seconds(Metric.INFER) + meter.seconds(Metric.WRITE));
  }

  @Test
  void idleIsWhatTheSlotsDidNotWork() {
    run();
    meter.ran(10);

    assertThat(meter.idleSeconds())
        .isEqualTo(2 * 10 - meter.seconds(Metric.TASK))
        .isLessThan(20 - 10 * PAUSE_MILLIS / 1e3 + 0.004);
  }

  @Test
  void theTableShowsStagesThatRan() {
    run();
    meter.ran(1);
    StageMeter untouched = StageMeter.of(spark.context(), "score");

    List<String> lines = StageTable.of(meter, untouched).lines();

    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).contains("wall", "infer", "idle", "decode");
    assertThat(lines.get(2)).startsWith("correspond     1.0 |").contains("0.2");
    assertThat(StageTable.of(meter, untouched).summary()).containsOnlyKeys("correspond");
    assertThat(meter.summary())
        .containsEntry("wall_seconds", 1.0)
        .containsEntry("slots", 2)
        .containsEntry("bytes_read", 10 * 100 + 45L)
        .doesNotContainKey("pairs");
  }
}
