package dev.chmcorr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.UserException;
import java.io.IOException;
import java.io.NotSerializableException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class UserErrorsTest {
  @Test
  void aUsersMistakeIsFoundWhereverItIsWrapped() {
    Exception wrapped = new SparkException("Job aborted", new UserException("Cannot find it"));

    assertThat(UserErrors.in(new UserException("Cannot find it"))).contains("Cannot find it");
    assertThat(UserErrors.in(new IllegalStateException(wrapped))).contains("Cannot find it");
  }

  /** As Spark 4.2 words it. */
  @Test
  void aTaskThatNoExecutorMayTryAgainSaysWhy() {
    Exception aborted =
        new SparkException(
            """
            Job aborted due to stage failure:\s
            Aborting TaskSet 2.0 because task 0 (partition 0)
            cannot run anywhere due to node and executor excludeOnFailure.
            Most recent failure:
            Lost task 0.1 in stage 2.0 (TID 7) (host executor 0): dev.chmcorr.domain.UserException: Cannot use CUDA device 0: libtorch finds 0
            \tat dev.chmcorr.model.torch.TorchDevice.resolve(TorchDevice.java:1)

            ExcludeOnFailure behavior can be configured via spark.excludeOnFailure.*.
            """);

    assertThat(UserErrors.in(aborted)).contains("Cannot use CUDA device 0: libtorch finds 0");
  }

  @Test
  void fileSystemsSpeakForThemselvesButBugsDoNot() {
    assertThat(UserErrors.in(new RuntimeException(new IOException("No space left\non device"))))
        .contains("Cannot read or write: No space left (IOException)");
    assertThat(UserErrors.in(new RuntimeException(new NotSerializableException("Job")))).isEmpty();
    assertThat(UserErrors.in(new IllegalStateException("bug"))).isEmpty();
    assertThat(UserErrors.in(new IllegalStateException())).isEmpty();
  }
}
