package dev.chmcorr.job.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.UserException;
import org.apache.spark.SparkException;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LostExecutorsTest {
  private final LostExecutors lost = new LostExecutors();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Job 3 cancelled because SparkContext was shut down",
        "Cannot call methods on a stopped SparkContext.",
        "Job aborted due to stage failure: Task 0 in stage 1.0 failed 4 times, most recent failure:"
            + " Lost task 0.3 in stage 1.0 (TID 5) (box executor 4): ExecutorLostFailure"
            + " (executor 4 exited caused by one of the running tasks) Reason: Killed."
      })
  void aRunThatEndsForThemNamesTheLast(String message) {
    lose("Command exited with code 134");
    lose("Container killed by YARN for exceeding physical memory limits.\nMore of it");

    assertThat(lost.explain(new IllegalStateException(new SparkException(message))))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "Cannot go on: 2 executors were lost, the last because: Container killed by YARN for"
                + " exceeding physical memory limits.; if it was killed for its memory, ");
  }

  @Test
  void otherFailuresStay() {
    Exception bug = new IllegalStateException("a bug");
    Exception stopped = new SparkException("Job 3 cancelled because SparkContext was shut down");

    assertThat(lost.explain(stopped)).isSameAs(stopped);
    lose("Executor killed by driver.");
    assertThat(lost.explain(stopped)).isSameAs(stopped);
    lose("Command exited with code 134");
    assertThat(lost.explain(bug)).isSameAs(bug);
  }

  private void lose(String reason) {
    lost.onExecutorRemoved(new SparkListenerExecutorRemoved(0, "1", reason));
  }
}
