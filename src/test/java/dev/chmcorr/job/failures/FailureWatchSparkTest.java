package dev.chmcorr.job.failures;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.FailureReason;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.table.Failure;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FailureWatchSparkTest {
  private static final Failure GONE =
      new Failure(FailureReason.UNREADABLE, "FileNotFoundException", "no such file", null);

  private final LocalSpark spark = new LocalSpark();

  private FailureWatch begin(FailureBudget budget) {
    return FailureWatch.begin(spark.context(), budget, "embed");
  }

  /** Tasks that tell of so many bad images each, then of a good one if there is one. */
  private void tasks(ImageTally tally, int bad, int good, List<Integer> numbers) {
    JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext())
        .parallelize(numbers, numbers.size())
        .foreach(
            task -> {
              IntStream.range(0, good).forEach(i -> tally.count("good-" + task + "-" + i, null));
              IntStream.range(0, bad).forEach(i -> tally.count("bad-" + task + "-" + i, GONE));
            });
  }

  @Test
  @Timeout(60)
  void aJobEndsWhileItsOtherTasksRun() {
    try (FailureWatch watch = begin(FailureBudget.DEFAULT)) {
      ImageTally tally = watch.of("gallery image", 5000);
      assertThatThrownBy(() -> watch.run(() -> failAndHang(tally)))
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith(
              "Cannot embed 5000 gallery images: the first 100 all failed, such as 0.jpg (unreadable: no such file), 1.jpg (")
          .hasMessageContaining("goes on from what is done")
          .hasMessageNotContaining("3.jpg");
    }
  }

  /** One task tells of bad images and ends; the other would take ten minutes. */
  private static void failAndHang(ImageTally tally) {
    JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext())
        .parallelize(List.of(0, 1), 2)
        .foreach(
            task -> {
              if (task == 0) {
                IntStream.range(0, 100).forEach(i -> tally.count(i + ".jpg", GONE));
                return;
              }
              for (int i = 0; i < 6000 && !TaskContext.get().isInterrupted(); i++) {
                TimeUnit.MILLISECONDS.sleep(100);
              }
            });
  }

  @Test
  void moreThanTheBudgetAllowsEndTheRunAndAsManyDoNot() throws IOException {
    try (FailureWatch watch = begin(FailureBudget.of("1%"))) {
      ImageTally tally = watch.of("query image", 1000);
      watch.run(() -> tasks(tally, 10, 1, List.of(1)));
      // What Spark repeats.
      watch.run(() -> tasks(tally, 10, 1, List.of(1)));

      assertThatThrownBy(() -> watch.run(() -> tasks(tally, 1, 1, List.of(2))))
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith(
              "Cannot embed 1000 query images: 10 may fail and 11 have, such as bad-1-0 (");
    }
  }

  /** Else the same command, given often enough, would pass any budget. */
  @Test
  void whatEarlierRunsFoundCountsToo() throws IOException {
    Dataset<Row> tried =
        LocalSpark.session()
            .sql(
                """
                SELECT concat('old-', id % 9) AS path, 'not_an_image' AS reason, 'IOException' AS error,
                  'no image' AS message, CAST(NULL AS BIGINT) AS pixels FROM range(18)
                UNION ALL SELECT 'good', NULL, NULL, NULL, NULL
                """);
    try (FailureWatch watch = begin(FailureBudget.of("1%"))) {
      ImageTally tally = watch.of("query image", 1000, tried);
      watch.run(() -> tasks(tally, 1, 0, List.of(1)));

      assertThatThrownBy(() -> watch.run(() -> tasks(tally, 1, 0, List.of(2))))
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith(
              "Cannot embed 1000 query images: 10 may fail and 11 have, such as old-");
    }
    try (FailureWatch watch = begin(FailureBudget.of("8"))) {
      watch.of("query image", 1000, tried);
      assertThatThrownBy(
              () ->
                  watch.run(
                      () -> {
                        throw new AssertionError("begun");
                      }))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("8 may fail and 9 have");
    }
  }

  /** A hundred bad images that are added to a set of good ones say nothing of these. */
  @Test
  void theFirstHundredAreThoseOfTheSetAndNotOfACommand() throws IOException {
    Dataset<Row> tried =
        LocalSpark.session()
            .sql(
                "SELECT 'good' AS path, CAST(NULL AS STRING) AS reason, CAST(NULL AS STRING) AS error, CAST(NULL AS STRING) AS message, CAST(NULL AS BIGINT) AS pixels");
    try (FailureWatch watch = begin(FailureBudget.DEFAULT)) {
      ImageTally tally = watch.of("query image", 10_000, tried);
      watch.run(() -> tasks(tally, 150, 0, List.of(1)));
    }
  }

  @Test
  void eachSetHasABudgetOfItsOwn() throws IOException {
    try (FailureWatch watch = begin(FailureBudget.DEFAULT)) {
      ImageTally queries = watch.of("query image", 99);
      ImageTally gallery = watch.of("gallery image", 300);
      watch.run(() -> tasks(queries, 99, 0, List.of(1)));
      watch.run(() -> tasks(gallery, 99, 0, List.of(1)));

      assertThatThrownBy(() -> watch.run(() -> tasks(gallery, 1, 0, List.of(2))))
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith("Cannot embed 300 gallery images: the first 100 all failed");
    }
  }

  @Test
  void withoutALimitNothingEnds() throws IOException {
    try (FailureWatch watch = begin(FailureBudget.UNLIMITED)) {
      ImageTally tally = watch.of("query image", 200);
      watch.run(() -> tasks(tally, 200, 0, List.of(1)));
    }
  }

  @Test
  void otherJobsAndOtherFailuresAreLeftAlone() {
    try (FailureWatch watch = begin(FailureBudget.of("0"))) {
      ImageTally tally = watch.of("query image", 1000);
      assertThatThrownBy(
              () ->
                  watch.run(
                      () -> {
                        throw new IOException("disk full");
                      }))
          .isInstanceOf(IOException.class)
          .hasMessage("disk full");
      // Outside run(): told, but no job of the stage.
      tasks(tally, 1, 0, List.of(1));
      tasks(tally, 1, 0, List.of(2));
    }
  }
}
