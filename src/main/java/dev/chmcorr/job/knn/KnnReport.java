package dev.chmcorr.job.knn;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.rankings.Accuracies;
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
 * @param judged those of them whose class is known
 * @param correct of these, by k
 * @param failed images, of both splits
 * @param chosen which queries were taken
 */
record KnnReport(
    long queries, long judged, Map<Integer, Long> correct, long failed, Chosen chosen) {
  private static final String CHOSEN = "queries_chosen";
  private static final String ALL = "query_images";

  /**
   * How many queries were to be ranked.
   *
   * @param queries of them
   * @param all in the set
   */
  record Chosen(long queries, long all) {
    static Chosen of(Map<String, Object> summary) {
      long all = summary.get(ALL) instanceof Number number ? number.longValue() : 0;
      return new Chosen(
          summary.get(CHOSEN) instanceof Number number ? number.longValue() : all, all);
    }

    private boolean isAll() {
      return queries == all;
    }
  }

  private static final String QUERIES = "queries_ranked";
  private static final String JUDGED = "queries_of_known_class";
  private static final String CORRECT = "knn_correct";
  private static final String FAILED = "images_failed";

  /** What an earlier run said, if its record tells. */
  static Optional<KnnReport> of(RunRecord run) {
    Map<String, Object> summary = run.summary();
    if (summary.get(QUERIES) instanceof Number queries
        && summary.get(JUDGED) instanceof Number judged
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
      return Optional.of(
          new KnnReport(
              queries.longValue(),
              judged.longValue(),
              correct,
              failed.longValue(),
              Chosen.of(summary)));
    }
    return Optional.empty();
  }

  /** The entries of a record's summary. */
  Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put(ALL, chosen.all());
    summary.put(CHOSEN, chosen.queries());
    summary.put(QUERIES, queries);
    summary.put(JUDGED, judged);
    summary.put(FAILED, failed);
    summary.put(CORRECT, correct);
    return summary;
  }

  void print(Console console, Path folder) {
    Accuracies.print(console, correct, judged, queries);
    if (!chosen.isAll()) {
      console.result(
          "Chosen queries: %d of %d; without --queries, --limit and --sample the others are added",
          chosen.queries(), chosen.all());
    }
    if (failed > 0) {
      console.result("Images that failed: %d, see %s/errors", failed, folder);
    }
    console.result("Rankings of %s: %s/rankings", Texts.count(queries, "query"), folder);
  }
}
