package dev.chmcorr.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionsTest {
  /** Executors of four tasks each, of which some have come. */
  @ParameterizedTest
  @CsvSource({
    "false, , 8, 8",
    "false, 10, 8, 8",
    "true, , 8, 8",
    "true, , 0, 4",
    "true, 10, 0, 40",
    "true, 10, 8, 40",
    "true, 1, 8, 8",
    "true, 2147483647, 8, 8"
  })
  void slotsAreThoseThatMayCome(boolean dynamic, String most, int there, int slots) {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.master", "yarn")
            .set("spark.executor.cores", "4")
            .set("spark.dynamicAllocation.enabled", Boolean.toString(dynamic));
    if (most != null) {
      conf.set("spark.dynamicAllocation.maxExecutors", most);
    }

    assertThat(Sessions.slots(conf, there)).isEqualTo(slots);
  }
}
