package dev.chmcorr.job.knn;

import dev.chmcorr.job.run.Console;
import dev.chmcorr.runfolder.RunRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/**
 * What a finished run says on the console.
 *
 * @param queries that were ranked
 * @param correct of them, by k
 * @param failed images, of both splits
 */
record KnnReport(long queries, Map<Integer, Long> correct, long failed) {
  private static final String QUERIES = "queries_ranked";
  private static final String CORRECT = "knn_correct";
  private static final String FAILED = "images_failed";

  /** What an earlier run said, if its record tells. */
  static Optional<KnnReport> of(RunRecord run) {
    Map<String, Object> summary = run.summary();
    if (summary.get(QUERIES) instanceof Number queries
        && summary.get(FAILED) instanceof Number failed
        && summary.get(CORRECT) instanceof Map<?, ?> byK) {
      Map<Integer, Long> correct = new TreeMap<>();
      try {
        byK.forEach(
            (k, count) ->
                correct.put(Integer.valueOf(k.toString()), Long.valueOf(count.toString())));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
      return Optional.of(new KnnReport(queries.longValue(), correct, failed.longValue()));
    }
    return Optional.empty();
  }

  /** The entries of a record's summary. */
  Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put(QUERIES, queries);
    summary.put(FAILED, failed);
    summary.put(CORRECT, correct);
    return summary;
  }

  void print(Console console, Path folder) {
    correct.forEach(
        (k, right) ->
            console.result(
                "kNN accuracy, k = %3d: %6.2f %% (%d of %d)",
                k, 100.0 * right / queries, right, queries));
    if (failed > 0) {
      console.result("Images that failed: %d, see %s/errors", failed, folder);
    }
    console.result("Rankings of %d queries: %s/rankings", queries, folder);
  }
}
