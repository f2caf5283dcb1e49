package dev.chmcorr.job.report;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.slice;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Gallery images that vote in many queries. */
final class Hubs {
  private static final int MOST = 50;

  private Hubs() {}

  /**
   * A gallery image.
   *
   * @param id of it
   * @param path of it
   * @param className its class
   * @param votes queries among whose first K re-ranked it is
   * @param wrong those of them that are known to be of another class
   */
  record Hub(int id, String path, String className, long votes, long wrong) {}

  /** Those with most votes, first. */
  static List<Hub> of(ShownRun run) {
    Dataset<Row> truths = run.folder().queryTable().select("query_id", "classes");
    return run
        .results()
        .select(
            col("query_id"), explode(slice(col("neighbours"), 1, run.setting().k())).as("voter"))
        .join(truths, "query_id")
        .groupBy(col("voter.gallery_id").as("id"))
        .agg(
            first("voter.path").as("path"),
            first("voter.class").as("class"),
            count(lit(1)).as("votes"),
            count_if(
                    col("classes")
                        .isNotNull()
                        .and(not(array_contains(col("classes"), col("voter.class")))))
                .as("wrong"))
        .sort(col("votes").desc(), col("id"))
        .limit(MOST)
        .collectAsList()
        .stream()
        .map(Hubs::hub)
        .toList();
  }

  private static Hub hub(Row row) {
    return new Hub(
        row.getInt(0), row.getString(1), row.getString(2), row.getLong(3), row.getLong(4));
  }
}
