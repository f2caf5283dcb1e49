package dev.chmcorr.job.rankings;

import dev.chmcorr.chm.KnnAccuracy;
import dev.chmcorr.domain.GroundTruth;
import dev.chmcorr.domain.ImageClass;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.input.DataSet;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Accuracy of a whole rankings table, counted where its rows are. */
public final class Accuracies {
  private Accuracies() {}

  /**
   * The right answers of a file by the queries' ids, or null where the queries' classes are right.
   */
  private record Truths(Broadcast<HashMap<Integer, String[]>> byId) implements Serializable {
    static Truths of(SparkSession spark, DataSet data) {
      if (data.answers() == null) {
        return new Truths(null);
      }
      HashMap<Integer, String[]> classes = new HashMap<>();
      data.truths().forEach((id, truth) -> classes.put(id, truth.classes().toArray(String[]::new)));
      return new Truths(JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(classes));
    }

    GroundTruth of(int query, String className) {
      return byId == null
          ? GroundTruth.of(className)
          : new GroundTruth(List.of(byId.value().get(query)));
    }
  }

  /**
   * Votes of every query for every reported k.
   *
   * @param data says what is right
   */
  public static KnnAccuracy ofRankings(Dataset<Row> rankings, DataSet data) {
    Truths truths = Truths.of(rankings.sparkSession(), data);
    MapPartitionsFunction<Row, KnnAccuracy> count = rows -> List.of(count(rows, truths)).iterator();
    KnnAccuracy all = new KnnAccuracy();
    rankings
        .select("query_id", "query_class", "rank", "gallery_class", "gallery_label")
        .repartition(rankings.col("query_id"))
        .sortWithinPartitions("query_id", "rank")
        .mapPartitions(count, Encoders.javaSerialization(KnnAccuracy.class))
        .collectAsList()
        .forEach(all::merge);
    return all;
  }

  /**
   * Prints a line for every k, and how many queries could not be judged.
   *
   * @param correct queries, by k
   * @param judged queries whose class is known
   * @param queries in all
   */
  public static void print(Console console, Map<Integer, Long> correct, long judged, long queries) {
    correct.forEach(
        (k, right) ->
            console.result(
                "kNN accuracy, k = %3d: %6.2f %% (%d of %d)",
                k, 100.0 * right / judged, right, judged));
    if (judged == 0 && queries > 0) {
      console.result(
          "No accuracy: the queries have no classes, so they are not judged: %d", queries);
    } else if (judged < queries) {
      console.result("Queries whose class is unknown, so not judged: %d", queries - judged);
    }
  }

  /** Counts the queries of rows that are sorted by query and rank. */
  private static KnnAccuracy count(Iterator<Row> rows, Truths truths) {
    KnnAccuracy accuracy = new KnnAccuracy();
    Integer query = null;
    String queryClass = null;
    List<ImageClass> nearest = new ArrayList<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      if (query != null && row.getInt(0) != query) {
        accuracy.add(truths.of(query, queryClass), nearest);
        nearest.clear();
      }
      query = row.getInt(0);
      queryClass = row.getString(1);
      nearest.add(ImageClass.of(row.getString(3), row.<Integer>getAs(4)));
    }
    if (query != null) {
      accuracy.add(truths.of(query, queryClass), nearest);
    }
    return accuracy;
  }
}
