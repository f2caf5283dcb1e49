package dev.chmcorr.job.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.LocalSpark;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class ListingProgressSparkTest {
  private static final int PARTS = 8;
  private static final int PAUSE_MILLIS = 100;

  private final LocalSpark spark = new LocalSpark();

  private static JavaRDD<Integer> parts() {
    List<Integer> parts = IntStream.range(0, PARTS).boxed().toList();
    return JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext())
        .parallelize(parts, PARTS);
  }

  @Test
  void saysHowFarItIs() {
    ListingProgress progress = new ListingProgress(spark.context(), "list", "tars");
    JavaRDD<Integer> slow =
        parts()
            .map(
                part -> {
                  Thread.sleep(PAUSE_MILLIS);
                  progress.found(1000);
                  return part;
                });

    List<Integer> items =
        progress.collect(
            spark.context().console(), slow, PARTS, Duration.ofMillis(PAUSE_MILLIS / 2));

    assertThat(items).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(spark.progress().lines())
        .first()
        .asString()
        .containsPattern("list: [0-7] of 8 tars, [0-7]0{0,3} images, \\d+ images/s, ");
    assertThat(spark.progress())
        .containsPattern("list: ([1-7]) of 8 tars, \\1000 images, \\d+ images/s, about 0 s left");
  }

  @Test
  void aQuickListingSaysNothingAndAFailedOneWhy() {
    ListingProgress progress = new ListingProgress(spark.context(), "list", "tars");
    assertThat(progress.collect(spark.context().console(), parts(), PARTS)).hasSize(PARTS);
    assertThat(spark.progress()).isEmpty();
    JavaRDD<Integer> broken =
        parts()
            .map(
                part -> {
                  throw new UserException("no such tar");
                });
    assertThatThrownBy(() -> progress.collect(spark.context().console(), broken, PARTS))
        .hasStackTraceContaining("UserException: no such tar");
  }

  @Test
  void tasksAreManyEnoughToShowProgress() {
    assertThat(ListingProgress.tasks(3, 2)).isEqualTo(3);
    assertThat(ListingProgress.tasks(100, 2)).isEqualTo(16);
    assertThat(ListingProgress.tasks(1000, 2)).isEqualTo(125);
    assertThat(ListingProgress.tasks(1000, 64)).isEqualTo(512);
  }
}
