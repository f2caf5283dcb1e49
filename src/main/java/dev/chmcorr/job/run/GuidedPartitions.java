package dev.chmcorr.job.run;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Cuts work into partitions that shrink: large ones first, so that files are few, small ones last,
 * so that all slots end at about the same time (guided self-scheduling, Polychronopoulos and Kuck
 * 1987).
 */
public final class GuidedPartitions {
  private GuidedPartitions() {}

  /**
   * Contiguous shares of a list, each half of what would be every slot's part of the rest.
   *
   * @param slots tasks that run at once
   * @param minItems items in a share, but for the last
   */
  public static <T> List<List<T>> of(List<T> items, int slots, int minItems) {
    List<List<T>> shares = new ArrayList<>();
    int from = 0;
    while (from < items.size()) {
      int rest = items.size() - from;
      int size = Math.min(rest, Math.max(minItems, rest / (2 * slots)));
      // A copy of its own class: Kryo knows no views of lists.
      shares.add(new ArrayList<>(items.subList(from, from + size)));
      from += size;
    }
    return shares;
  }

  /** Rows as partitions, one share each. */
  public static Dataset<Row> dataset(
      SparkSession spark, List<List<Row>> shares, StructType schema) {
    FlatMapFunction<List<Row>, Row> rows = List::iterator;
    return spark.createDataFrame(
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(shares, Math.max(1, shares.size()))
            .flatMap(rows),
        schema);
  }
}
