package dev.chmcorr.job.rerank;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import dev.chmcorr.job.console.Console;
import dev.chmcorr.table.Setting;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/**
 * What a run of {@code rerank} reports of one setting, over all its queries, whichever of them it
 * computed now.
 *
 * @param queries in the query folder, ranked or not; or those that were chosen
 * @param scored queries that have a result
 * @param known of these, the ones of which a right answer is known
 * @param chmCorrect of these, predicted right after re-ranking
 * @param knnCorrect of the same, predicted right by kNN with the same k
 * @param pairs compared in all, among the candidates of this setting
 * @param imagesFailed rows of the errors table
 * @param effort of this run
 */
public record RerankReport(
    long queries,
    long scored,
    long known,
    long chmCorrect,
    long knnCorrect,
    long pairs,
    long imagesFailed,
    Effort effort) {

  /**
   * What this run did itself.
   *
   * @param queries compared now
   * @param pairs compared now
   * @param seconds that it took
   */
  public record Effort(int queries, long pairs, double seconds) {}

  /** What was scored: in which setting, which queries, compared by a method called so. */
  record Of(Setting setting, ChosenQueries chosen, String method) {}

  static RerankReport of(RerankFolder folder, Setting setting, ChosenQueries chosen, Effort effort)
      throws IOException {
    Row counts =
        chosen
            .of(folder.results(setting))
            .agg(
                count(lit(1)),
                count(col("correct")),
                expr("count_if(correct)"),
                expr("count_if(knn_correct)"))
            .first();
    return new RerankReport(
        chosen.isAll() ? folder.countQueries() : chosen.count(),
        counts.getLong(0),
        counts.getLong(1),
        counts.getLong(2),
        counts.getLong(3),
        chosen
            .of(folder.correspondences())
            .where(col("error").isNull().and(col("rank").leq(setting.n())))
            .count(),
        folder.errors().count(),
        effort);
  }

  /**
   * What is the same for all settings of a folder, for {@code _run.json}.
   *
   * @param all queries of the folder, chosen or not
   */
  Map<String, Object> summary(long all) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("queries", all);
    summary.put("images_failed", imagesFailed);
    summary.put("queries_compared_by_last_run", effort.queries());
    summary.put("seconds_of_last_run", Math.round(effort.seconds() * 10) / 10.0);
    return summary;
  }

  /** What is said of one setting. */
  Map<String, Object> summaryOf(Setting setting) {
    Map<String, Object> summary = setting.summary();
    summary.put("pairs", pairs);
    summary.put("queries_with_result", scored);
    summary.put("queries_judged", known);
    if (known > 0) {
      summary.put("chm_correct", chmCorrect);
      summary.put("knn_correct", knnCorrect);
    }
    return summary;
  }

  void print(Console console, Of of, Path folder) {
    Setting setting = of.setting();
    if (known == 0) {
      console.result(
          "No accuracy: the queries have no classes, so they are not judged: %d", scored);
    } else {
      accuracy(console, "kNN", knnCorrect, of);
      accuracy(console, setting.mask() == null ? of.method() : of.method() + "+", chmCorrect, of);
    }
    if (0 < known && known < scored) {
      console.result("Queries whose class is unknown, so not judged: %d", scored - known);
    }
    String these = of.chosen().isAll() ? "" : "the chosen ";
    if (effort.queries() == 0) {
      console.result(
          "Queries: %d of %s%d have a result; none had to be compared", scored, these, queries);
    } else {
      console.result(
          "Queries: %d of %s%d have a result; %d compared now in %.1f s (%.1f pairs/s)",
          scored,
          these,
          queries,
          effort.queries(),
          effort.seconds(),
          effort.pairs() / effort.seconds());
    }
    if (imagesFailed > 0) {
      console.result("Images that failed: %d, see %s/errors", imagesFailed, folder);
    }
    console.result(
        "Tables: %s/{queries,rankings,correspondences,results,errors}; setting in results: %s",
        folder, setting.name());
  }

  private void accuracy(Console console, String name, long correct, Of of) {
    console.result(
        "%-9s accuracy, k = %d: %6.2f %% (%d of %s%d)",
        name,
        of.setting().k(),
        100.0 * correct / known,
        correct,
        of.chosen().isAll() ? "" : "the chosen ",
        known);
  }
}
