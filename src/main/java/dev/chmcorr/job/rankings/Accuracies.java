package dev.chmcorr.job.rankings;

import dev.chmcorr.chm.KnnAccuracy;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Accuracy of a whole rankings table, counted where its rows are. */
public final class Accuracies {
  private Accuracies() {}

  /** Votes of every query for every reported k. */
  public static KnnAccuracy ofRankings(Dataset<Row> rankings) {
    MapPartitionsFunction<Row, KnnAccuracy> count = rows -> List.of(count(rows)).iterator();
    KnnAccuracy all = new KnnAccuracy();
    rankings
        .select("query_id", "query_class", "rank", "gallery_class")
        .repartition(rankings.col("query_id"))
        .sortWithinPartitions("query_id", "rank")
        .mapPartitions(count, Encoders.javaSerialization(KnnAccuracy.class))
        .collectAsList()
        .forEach(all::merge);
    return all;
  }

  /** Counts the queries of rows that are sorted by query and rank. */
  private static KnnAccuracy count(Iterator<Row> rows) {
    KnnAccuracy accuracy = new KnnAccuracy();
    Integer query = null;
    String queryClass = null;
    List<String> nearest = new ArrayList<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      if (query != null && row.getInt(0) != query) {
        accuracy.add(queryClass, nearest);
        nearest.clear();
      }
      query = row.getInt(0);
      queryClass = row.getString(1);
      nearest.add(row.getString(3));
    }
    if (query != null) {
      accuracy.add(queryClass, nearest);
    }
    return accuracy;
  }
}
