package dev.chmcorr.job.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.LocalSpark;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

/** The console's clock is moved by hand, and tasks wait until the console has said something. */
class ListingProgressSparkTest {
  private static final int PARTS = 8;
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final AtomicLong NANOS = new AtomicLong();
  private static Supplier<String> said;

  private final LocalSpark spark = new LocalSpark(NANOS::get);

  private static JavaRDD<Integer> parts() {
    List<Integer> parts = IntStream.range(0, PARTS).boxed().toList();
    return JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext())
        .parallelize(parts, PARTS);
  }

  private static void awaitLine(String line) throws InterruptedException, TimeoutException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!said.get().contains(line)) {
      if (System.nanoTime() > end) {
        throw new TimeoutException("Missing '%s' in: %s".formatted(line, said.get()));
      }
      Thread.sleep(1);
    }
  }

  /** Ten seconds for the first of eight parts: 70 for the others. */
  @Test
  void saysHowFarItIs() {
    said = spark::progress;
    String first = "list: 0 of 8 tars, 0 images, 0 images/s, time left unknown";
    String second = "list: 1 of 8 tars, 1000 images, 100 images/s, about 70 s left";
    ListingProgress progress = new ListingProgress(spark.context(), "list", "tars");
    JavaRDD<Integer> slow =
        parts()
            .map(
                part -> {
                  if (part == 0) {
                    NANOS.addAndGet(Duration.ofSeconds(10).toNanos());
                    awaitLine(first);
                    progress.found(1000);
                  } else {
                    awaitLine(second);
                  }
                  return part;
                });

    List<Integer> items =
        progress.collect(spark.context().console(), slow, PARTS, Duration.ofMillis(5));

    assertThat(items).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(spark.progress()).containsSubsequence("[  10.0 s] " + first, "[  10.0 s] " + second);
  }

  @Test
  void aQuickListingSaysNothingAndAFailedOneWhy() {
    ListingProgress progress = new ListingProgress(spark.context(), "list", "tars");
    assertThat(progress.collect(spark.context().console(), parts(), PARTS, NEVER)).hasSize(PARTS);
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
