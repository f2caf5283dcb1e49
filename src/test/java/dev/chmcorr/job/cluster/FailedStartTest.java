package dev.chmcorr.job.cluster;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import java.net.ConnectException;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class FailedStartTest {
  @Test
  void onKubernetesTheServerIsNamedWithTheReason() {
    Exception thrown =
        new IllegalStateException("An error has occurred.", new ConnectException("refused\nmore"));

    assertThatThrownBy(() -> FailedStart.explain(conf("k8s://https://head:6443"), thrown))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot run on k8s://https://head:6443: refused (ConnectException); check the address of"
                + " its API server, and what the account that you use may do there");
  }

  @Test
  void onYarnItsLogIsNamed() {
    Exception thrown = new SparkException("Application application_1_2 failed 2 times");

    assertThatThrownBy(() -> FailedStart.explain(conf("yarn"), thrown))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "Cannot run on yarn: Application application_1_2 failed 2 times (SparkException); yarn"
                + " logs -applicationId ");
  }

  @Test
  void withoutAClusterItIsNoFaultOfAUser() {
    assertThatCode(() -> FailedStart.explain(conf("local[2]"), new IllegalStateException()))
        .doesNotThrowAnyException();
  }

  private static SparkConf conf(String master) {
    return new SparkConf(false).setMaster(master);
  }
}
