package dev.chmcorr.job.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is left to do of a study, and what it will take.
 *
 * @param loads of its runs
 * @param rates of earlier runs
 */
record SweepPlan(List<Load> loads, Rates rates) {
  // Measured of tables with vectors of 2,048 numbers, rankings of 100, and pairs of chm.
  private static final long EMBEDDING_BYTES = 8_000;
  private static final long QUERY_BYTES = 1_500;
  private static final long PAIR_BYTES = 600;

  private static final double MEGA = 1e6;
  private static final double MINUTE = 60;
  private static final double HOUR = 3600;

  /**
   * What is left to do of a run.
   *
   * @param run its name
   * @param gallery images of it
   * @param queries images of it
   * @param embed images of both that no run of the study has embedded or will before
   * @param pairs left to compare, by method
   */
  record Load(String run, long gallery, long queries, long embed, Map<String, Long> pairs) {
    long allPairs() {
      return pairs.values().stream().mapToLong(Long::longValue).sum();
    }

    /** About so many bytes in tables; queries of runs that are done cost nothing more. */
    long bytes() {
      long ranked = embed + allPairs() == 0 ? 0 : queries;
      return embed * EMBEDDING_BYTES + ranked * QUERY_BYTES + allPairs() * PAIR_BYTES;
    }
  }

  /** Seconds that a run will take; null if a rate that it needs is not known. */
  Double seconds(Load load) {
    Double sum = rates.seconds(Rates.EMBED, load.embed());
    for (Map.Entry<String, Long> pairs : load.pairs().entrySet()) {
      Double more = rates.seconds(pairs.getKey(), pairs.getValue());
      sum = sum == null || more == null ? null : sum + more;
    }
    return sum;
  }

  /** Whether the times of all runs are known. */
  boolean isTimed() {
    return loads.stream().allMatch(load -> seconds(load) != null);
  }

  /** The same with rates for what it has none. */
  SweepPlan or(Rates others) {
    return new SweepPlan(loads, rates.or(others));
  }

  /** The plan as a person reads it. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    int width = loads.stream().mapToInt(load -> load.run().length()).max().orElse(0);
    String format = "%-" + Math.max(width, 3) + "s  %9s  %9s  %9s  %11s  %10s  %9s";
    lines.add(
        String.format(
            format, "run", "gallery", "queries", "to embed", "to compare", "to write", "time"));
    Double seconds = 0.0;
    for (Load load : loads) {
      lines.add(line(format, load));
      Double more = seconds(load);
      seconds = seconds == null || more == null ? null : seconds + more;
    }
    lines.add(
        String.format(
            format,
            "all",
            "",
            "",
            loads.stream().mapToLong(Load::embed).sum(),
            loads.stream().mapToLong(Load::allPairs).sum(),
            size(loads.stream().mapToLong(Load::bytes).sum()),
            time(seconds)));
    return lines;
  }

  private String line(String format, Load load) {
    return String.format(
        format,
        load.run(),
        load.gallery(),
        load.queries(),
        load.embed(),
        load.allPairs(),
        size(load.bytes()),
        time(seconds(load)));
  }

  private static String size(long bytes) {
    double megabytes = bytes / MEGA;
    return megabytes < 1000
        ? String.format(Locale.ROOT, "%.1f MB", megabytes)
        : String.format(Locale.ROOT, "%.1f GB", megabytes / 1000);
  }

  private static String time(Double seconds) {
    if (seconds == null) {
      return "not known";
    }
    if (seconds < MINUTE) {
      return String.format(Locale.ROOT, "%.0f s", seconds);
    }
    return seconds < HOUR
        ? String.format(Locale.ROOT, "%.0f min", seconds / MINUTE)
        : String.format(Locale.ROOT, "%.1f h", seconds / HOUR);
  }
}
