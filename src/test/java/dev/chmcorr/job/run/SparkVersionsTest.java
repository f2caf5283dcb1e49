package dev.chmcorr.job.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparkVersionsTest {
  @ParameterizedTest
  @ValueSource(strings = {"3.5.0", "3.5.8", "4.0.1", "4.2.0", "4.10.0-preview1", "3.5.1-amzn-0"})
  void runsOnWhatClustersHave(String version) {
    assertThatCode(() -> SparkVersions.check(version)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.4.4", "2.4.8", "5.0.0", "40.0.0", "unknown"})
  void isRefusedOnOthers(String version) {
    assertThatThrownBy(() -> SparkVersions.check(version))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot run on Spark %s: this program needs Spark 3.5 or 4 (it is tested on 3.5 to 4.2)",
            version);
  }

  @Test
  void theVersionOfThisBuildIsAmongThem() {
    assertThatCode(() -> SparkVersions.check(org.apache.spark.package$.MODULE$.SPARK_VERSION()))
        .doesNotThrowAnyException();
  }
}
