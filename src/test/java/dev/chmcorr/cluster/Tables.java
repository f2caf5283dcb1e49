package dev.chmcorr.cluster;

import dev.chmcorr.job.run.LocalSpark;
import java.util.List;
import org.apache.spark.sql.functions;

/** Tables of a run as lists that can be compared. */
final class Tables {
  private Tables() {}

  /**
   * The rows of a table, sorted, without what says where its images lay and when they were written.
   *
   * @param root of the images, which is cut off every path
   */
  static List<String> rows(String table, String root) {
    return LocalSpark.session()
        .read()
        .parquet(table)
        .select(functions.to_json(functions.struct("*")))
        .collectAsList()
        .stream()
        .map(row -> row.getString(0).replace(root + "/", ""))
        // Paths in tables of local files have no scheme.
        .map(row -> row.replace(root.replaceFirst("^file:", "") + "/", ""))
        .map(row -> row.replaceAll("\"modified\":\\d+,", ""))
        .sorted()
        .toList();
  }
}
