package dev.chmcorr.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.Tuple4;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Two tasks count and wait until the driver has seen it. */
class LiveSumsSparkTest {
  private static final CountDownLatch COUNTED = new CountDownLatch(2);
  private static final CountDownLatch SEEN = new CountDownLatch(1);

  private final LocalSpark spark = new LocalSpark();
  private final StageMeter meter = StageMeter.of(spark.context(), "embed");

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
  }

  /** As executors of a cluster report: task 7 has added 3, later 8; then it has ended. */
  @Test
  void heartbeatsTellOfTasksElsewhereUntilTheyHaveEnded() {
    LiveSum sum = meter.sum(Metric.DONE);
    LiveSums sums = new LiveSums(LocalSpark.session().sparkContext(), false);

    sums.onExecutorMetricsUpdate(heartbeat(7, sum.id(), 3));
    sums.onExecutorMetricsUpdate(heartbeat(9, sum.id(), 100));
    sums.onExecutorMetricsUpdate(heartbeat(7, sum.id(), 8));
    assertThat(sums.of(sum)).isEqualTo(108);
    assertThat(sums.of(meter.sum(Metric.PAIRS))).isZero();
  }

  private static SparkListenerExecutorMetricsUpdate heartbeat(long task, long id, long count) {
    AccumulableInfo info =
        new AccumulableInfo(
            id, Option.empty(), Option.apply(count), Option.empty(), false, false, Option.empty());
    Tuple4<Object, Object, Object, Seq<AccumulableInfo>> update =
        new Tuple4<>(task, 0, 0, CollectionConverters.asScala(List.of(info)).toSeq());
    return new SparkListenerExecutorMetricsUpdate(
        "1",
        CollectionConverters.asScala(List.of(update)).toSeq(),
        SparkListenerExecutorMetricsUpdate.apply$default$3());
  }

  @Test
  void theDriverSeesWhatRunningTasksHaveCounted() throws Exception {
    StageMeter shared = meter;
    try (LiveSums sums = LiveSums.of(LocalSpark.session().sparkContext())) {
      JavaFutureAction<Void> tasks =
          JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext())
              .parallelize(List.of(1, 2), 2)
              .foreachAsync(
                  item -> {
                    shared.task().count(Metric.DONE, 5);
                    COUNTED.countDown();
                    await(SEEN);
                    shared.task().count(Metric.DONE, 1);
                  });
      await(COUNTED);
      assertThat(sums.of(meter.sum(Metric.DONE))).isEqualTo(10);
      assertThat(meter.count(Metric.DONE)).isZero();

      SEEN.countDown();
      tasks.get(1, TimeUnit.MINUTES);
      assertThat(meter.count(Metric.DONE)).isEqualTo(12);
      for (int look = 0; look < 1000 && sums.of(meter.sum(Metric.DONE)) < 12; look++) {
        // Spark tells its listeners of the end of a task a moment later.
        Thread.sleep(10);
      }
      assertThat(sums.of(meter.sum(Metric.DONE))).isEqualTo(12);
    }
  }
}
