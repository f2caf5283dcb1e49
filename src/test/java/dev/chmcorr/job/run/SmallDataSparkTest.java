package dev.chmcorr.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class SmallDataSparkTest {
  private static final String PARTITIONS = "spark.sql.shuffle.partitions";

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
  void fewRowsAreSortedIntoOnePartUnlessAUserWantsMore() {
    assertThat(partsOfSorted(new SparkConf(false), 1000)).isOne();
    assertThat(partsOfSorted(new SparkConf(false).set(PARTITIONS, "8"), 1000)).isOne();
    assertThat(partsOfSorted(new SparkConf(false).set(PARTITIONS, "40"), 1000)).isEqualTo(40);
    assertThat(partsOfSorted(new SparkConf(false).set(PARTITIONS, "40"), 1_000_000)).isEqualTo(40);
  }

  private static int partsOfSorted(SparkConf given, long rows) {
    SparkSession session = LocalSpark.session().newSession();
    session.conf().set(PARTITIONS, given.get(PARTITIONS, "3"));
    session.conf().set("spark.sql.adaptive.enabled", "false");
    SmallData.settle(given.set("spark.sql.adaptive.enabled", "false"), session.conf(), 2, rows);
    Dataset<Row> sorted =
        SmallData.sort(session.range(0, 1000, 1, 4).selectExpr("id * 7 % 1009 AS a"), "a");
    assertThat(sorted.as(Encoders.LONG()).collectAsList()).isSorted().hasSize(1000);
    return sorted.toJavaRDD().getNumPartitions();
  }

  /** Runs may go on side by side, or a command look at some before it reads the first. */
  @Test
  void whereThereWereManyRowsOnceAFewChangeNothing() {
    SmallData.settle(new SparkConf(false), now, 5, 1_000_000);
    SmallData.settle(new SparkConf(false), now, 5, 1000);

    assertThat(now.get("spark.sql.codegen.factoryMode")).isNotEqualTo("NO_CODEGEN");
  }

  /** Unless Spark may join them as it runs, each would be a task. */
  @Test
  void manyPartitionsOfAUserAreLeftToSpark() {
    SparkConf given = new SparkConf(false).set(PARTITIONS, "2000");
    String before = LocalSpark.session().newSession().conf().get("spark.sql.adaptive.enabled");
    now.set("spark.sql.adaptive.enabled", "true");

    SmallData.settle(given, now, 5, 1000);

    assertThat(now.get("spark.sql.adaptive.enabled")).isNotEqualTo(before);
  }

  @Test
  void whatAUserSetStays() {
    SparkConf given =
        new SparkConf(false)
            .set("spark.sql.adaptive.enabled", "true")
            .set("spark.sql.shuffle.partitions", "7");
    now.set("spark.sql.adaptive.enabled", "true");
    now.set("spark.sql.shuffle.partitions", "7");

    SmallData.settle(given, now, 5, 1000);

    assertThat(now.get("spark.sql.adaptive.enabled")).isEqualTo("true");
    assertThat(now.get("spark.sql.shuffle.partitions")).isEqualTo("7");
    assertThat(now.get("spark.sql.codegen.wholeStage")).isEqualTo("false");
  }
}
