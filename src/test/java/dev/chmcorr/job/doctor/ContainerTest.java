package dev.chmcorr.job.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class ContainerTest {
  private static SparkConf conf(String... settings) {
    SparkConf conf = new SparkConf(false);
    for (int i = 0; i < settings.length; i += 2) {
      conf.set(settings[i], settings[i + 1]);
    }
    return conf;
  }

  @Test
  void isHeapAndWhatLiesOutsideIt() {
    SparkConf given =
        conf(
            "spark.master", "yarn",
            "spark.executor.memory", "4g",
            "spark.executor.memoryOverhead", "3g");

    assertThat(Container.mebibytes(given, "1")).isEqualTo(7 * 1024);
    // A number without a unit is of mebibytes.
    given.set("spark.executor.memoryOverhead", "500");
    assertThat(Container.mebibytes(given, "1")).isEqualTo(4096 + 500);
  }

  /** By Spark's configuration page: a tenth of the heap, at least 384 MiB. */
  @Test
  void hasLittleOutsideTheHeapUnlessItIsGiven() {
    SparkConf small = conf("spark.master", "k8s://https://a:6443");
    SparkConf large = conf("spark.master", "k8s://https://a:6443", "spark.executor.memory", "20g");

    assertThat(Container.mebibytes(small, "1")).isEqualTo(1024 + 384);
    assertThat(Container.mebibytes(large, "1")).isEqualTo(20 * 1024 + 2048);
    large.set("spark.executor.memoryOverheadFactor", "0.5");
    assertThat(Container.mebibytes(large, "1")).isEqualTo(30 * 1024);
  }

  @Test
  void isThatOfTheDriverInClusterModeOnly() {
    SparkConf client = conf("spark.master", "yarn", "spark.driver.memory", "4g");
    SparkConf cluster = client.clone().set("spark.submit.deployMode", "cluster");

    assertThat(Container.mebibytes(client, "driver")).isEqualTo(Long.MAX_VALUE);
    assertThat(Container.mebibytes(cluster, "driver")).isEqualTo(4096 + 409);
    assertThat(Container.mebibytes(conf("spark.master", "spark://a:7077"), "1"))
        .isEqualTo(Long.MAX_VALUE);
  }
}
