package dev.chmcorr.job.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a site holds.
 *
 * @param runs that it shows
 * @param queries that have a page, over all runs
 * @param pictures of images
 * @param missing images that have none
 * @param bytes of all its files
 */
public record SiteCounts(long runs, long queries, long pictures, long missing, long bytes) {
  /** For {@code _run.json}. */
  Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("runs", runs);
    summary.put("queries", queries);
    summary.put("pictures", pictures);
    summary.put("pictures_missing", missing);
    summary.put("bytes", bytes);
    return summary;
  }

  /** Of a finished site's summary; nothing if it is none. */
  static Optional<SiteCounts> of(Map<String, Object> summary) {
    for (String key : new SiteCounts(0, 0, 0, 0, 0).summary().keySet()) {
      if (!(summary.get(key) instanceof Number)) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new SiteCounts(
            number(summary, "runs"),
            number(summary, "queries"),
            number(summary, "pictures"),
            number(summary, "pictures_missing"),
            number(summary, "bytes")));
  }

  private static long number(Map<String, Object> summary, String key) {
    return ((Number) summary.get(key)).longValue();
  }
}
