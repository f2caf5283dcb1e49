package dev.chmcorr.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.RuntimeConfig;
import org.junit.jupiter.api.Test;

class SmallDataSparkTest {
  private final RuntimeConfig now = LocalSpark.session().newSession().conf();

  @Test
  void fewRowsAreNotWorthACompiledQuery() {
    SmallData.settle(new SparkConf(false), now, 5, 1000);

    assertThat(now.get("spark.sql.codegen.wholeStage")).isEqualTo("false");
    assertThat(now.get("spark.sql.codegen.factoryMode")).isEqualTo("NO_CODEGEN");
    assertThat(now.get("spark.sql.adaptive.enabled")).isEqualTo("false");
    assertThat(now.get("spark.sql.shuffle.partitions")).isEqualTo("5");
  }

  @Test
  void manyRowsHaveSparksOwnSettings() {
    RuntimeConfig fresh = LocalSpark.session().newSession().conf();
    SmallData.settle(new SparkConf(false), now, 5, 1000);
    SmallData.settle(new SparkConf(false), now, 5, 1_000_000);

    for (String key :
        new String[] {
          "spark.sql.codegen.wholeStage",
          "spark.sql.codegen.factoryMode",
          "spark.sql.adaptive.enabled",
          "spark.sql.shuffle.partitions"
        }) {
      fresh.unset(key);
      assertThat(now.get(key)).as(key).isEqualTo(fresh.get(key));
    }
  }

  @Test
  void whatAUserSetStays() {
    SparkConf given =
        new SparkConf(false)
            .set("spark.sql.adaptive.enabled", "true")
            .set("spark.sql.shuffle.partitions", "77");
    now.set("spark.sql.adaptive.enabled", "true");
    now.set("spark.sql.shuffle.partitions", "77");

    SmallData.settle(given, now, 5, 1000);

    assertThat(now.get("spark.sql.adaptive.enabled")).isEqualTo("true");
    assertThat(now.get("spark.sql.shuffle.partitions")).isEqualTo("77");
    assertThat(now.get("spark.sql.codegen.wholeStage")).isEqualTo("false");
  }
}
