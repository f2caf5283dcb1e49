package dev.chmcorr.job.run;

import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Spark's settings for few rows. To compile each query, and to plan it anew while it runs, takes
 * longer there than to run it. Settings that a user gave stay as they are.
 */
public final class SmallData {
  /** As many as are computed in a second or two without compiled queries. */
  private static final long MAX_ROWS = 200_000;

  private static final String PARTITIONS = "spark.sql.shuffle.partitions";

  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.sql.codegen.wholeStage", "false",
          "spark.sql.codegen.factoryMode", "NO_CODEGEN",
          "spark.sql.adaptive.enabled", "false");

  /** Their names fit any executor: some 30 MB. */
  private static final int FEW_IMAGES = 100_000;

  /** Who sets more has reasons to, which this class does not know. */
  private static final int FEW_PARTITIONS = 8;

  /** Of the session's own: the most rows that it was told of, and what that came to. */
  private static final String ROWS = "spark.chmcorr.rows";

  private static final String SMALL = "spark.chmcorr.small";

  private SmallData() {}

  /**
   * Has the queries that follow in a session run as suits their rows. What goes on side by side in
   * a session, or has been looked at before, counts too: once there are many, it stays so.
   *
   * @param rows of the largest table that they read or write, roughly
   */
  public static void settle(SparkSession spark, long rows) {
    settle(spark.sparkContext().getConf(), spark.conf(), Sessions.slots(spark), rows);
  }

  static synchronized void settle(SparkConf given, RuntimeConfig now, int slots, long rows) {
    long most = Math.max(rows, Long.parseLong(now.get(ROWS, "0")));
    now.set(ROWS, String.valueOf(most));
    boolean isSmall = most <= MAX_ROWS && given.getInt(PARTITIONS, 0) <= FEW_PARTITIONS;
    now.set(SMALL, String.valueOf(isSmall));
    SETTINGS.forEach((key, value) -> settle(given, now, key, isSmall ? value : null));
    // Not adapted, each of 200 partitions would be a task.
    settle(given, now, PARTITIONS, isSmall ? String.valueOf(slots) : null);
  }

  /**
   * Rows in the order of some columns. Few rows are brought together for that; many are sampled
   * first, which computes what they are made of from the last shuffle on.
   */
  public static Dataset<Row> sort(Dataset<Row> rows, String... columns) {
    Column[] order = Stream.of(columns).map(functions::col).toArray(Column[]::new);
    return Boolean.parseBoolean(rows.sparkSession().conf().get(SMALL, "false"))
        ? rows.repartition(1).sortWithinPartitions(order)
        : rows.sort(order);
  }

  /**
   * Images whose names are joined to other rows: sent to every task if they are few. Without that
   * Spark would go by its guess of how many the others are, which may be low by orders of
   * magnitude, and collect them.
   *
   * @param count how many images
   */
  public static Dataset<Row> toJoin(Dataset<Row> images, long count) {
    return images.hint(count <= FEW_IMAGES ? "broadcast" : "merge");
  }

  private static void settle(SparkConf given, RuntimeConfig now, String key, String value) {
    if (given.contains(key)) {
      return;
    }
    if (value == null) {
      now.unset(key);
    } else {
      now.set(key, value);
    }
  }
}
