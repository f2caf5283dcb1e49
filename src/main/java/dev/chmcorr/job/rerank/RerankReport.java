package dev.chmcorr.job.rerank;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import dev.chmcorr.job.run.Console;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.score.PerQuery;
import dev.chmcorr.table.Failure;
import dev.chmcorr.table.ResultRow;
import dev.chmcorr.table.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a run of {@code rerank} reports, over all its queries, whichever of them it computed now.
 *
 * @param queries in the query folder, ranked or not
 * @param scored queries that have a result
 * @param chmCorrect of these, predicted right after re-ranking
 * @param knnCorrect of these, predicted right by kNN with the same k
 * @param pairs compared in all
 * @param imagesFailed rows of the errors table
 * @param effort of this run
 */
public record RerankReport(
    long queries,
    long scored,
    long chmCorrect,
    long knnCorrect,
    long pairs,
    long imagesFailed,
    Effort effort) {

  /**
   * What this run did itself.
   *
   * @param queries compared now
   * @param seconds that it took
   */
  public record Effort(int queries, double seconds) {}

  static RerankReport of(
      JobContext context, Path folder, long queries, Dataset<Row> pairs, Effort effort) {
    Row counts =
        Table.read(context.spark(), new Path(folder, "results"), ResultRow.SCHEMA)
            .agg(
                count(lit(1)),
                expr("coalesce(sum(cast(correct as int)), 0)"),
                expr("coalesce(sum(cast(knn_correct as int)), 0)"))
            .first();
    return new RerankReport(
        queries,
        counts.getLong(0),
        counts.getLong(1),
        counts.getLong(2),
        pairs.where(col("error").isNull()).count(),
        Table.read(context.spark(), new Path(folder, "errors"), Failure.SCHEMA).count(),
        effort);
  }

  Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("queries", queries);
    summary.put("queries_with_result", scored);
    summary.put("chm_correct", chmCorrect);
    summary.put("knn_correct", knnCorrect);
    summary.put("pairs", pairs);
    summary.put("images_failed", imagesFailed);
    summary.put("queries_compared_by_last_run", effort.queries());
    summary.put("seconds_of_last_run", Math.round(effort.seconds() * 10) / 10.0);
    return summary;
  }

  void print(Console console, RerankOptions options, Path folder) {
    RerankOptions.Scoring scoring = options.scoring();
    accuracy(console, "kNN", knnCorrect, scoring.k());
    accuracy(console, scoring.mask() == null ? "CHM-Corr" : "CHM-Corr+", chmCorrect, scoring.k());
    if (effort.queries() == 0) {
      console.result("Queries: %d of %d have a result; none had to be compared", scored, queries);
    } else {
      console.result(
          "Queries: %d of %d have a result; %d compared now in %.1f s (%.1f pairs/s)",
          scored,
          queries,
          effort.queries(),
          effort.seconds(),
          (double) pairs / scored * effort.queries() / effort.seconds());
    }
    if (imagesFailed > 0) {
      console.result("Images that failed: %d, see %s/errors", imagesFailed, folder);
    }
    console.result(
        "Tables: %s/{results,%serrors}", folder, options.reuse() == null ? "correspondences," : "");
    if (options.perQuery() != PerQuery.NONE) {
      console.result("Files per query: %s/queries", folder);
    }
  }

  private void accuracy(Console console, String name, long correct, int k) {
    console.result(
        "%-9s accuracy, k = %d: %6.2f %% (%d of %d)",
        name, k, 100.0 * correct / scored, correct, scored);
  }
}
