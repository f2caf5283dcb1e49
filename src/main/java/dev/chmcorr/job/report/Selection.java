package dev.chmcorr.job.report;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which queries of a run get a page: of those that are named, those that are of interest, and of
 * these a sample.
 *
 * @param named ranges of ids; empty for all queries
 * @param only which of them
 * @param sample how many of these at most; null for all
 * @param seed decides which ones the sample has, the same ones in each run that has them all
 */
public record Selection(List<Range> named, Only only, Integer sample, long seed) {
  /** All queries. */
  public static final Selection ALL = new Selection(List.of(), Only.ALL, null, 0);

  private static final Pattern RANGE = Pattern.compile("\\s*(\\d{1,9})(?:-(\\d{1,9}))?\\s*");
  private static final int MAX_SHOWN = 5;

  /** Which queries are of interest. */
  public enum Only {
    /** All. */
    ALL,
    /** Those for which kNN and re-ranking predict different classes. */
    DISAGREEMENTS,
    /** Those that re-ranking predicts wrongly. */
    ERRORS
  }

  /** Ids from the first to the last, both included. */
  public record Range(int first, int last) {}

  /**
   * A query as far as its selection needs it.
   *
   * @param id of it
   * @param differs whether kNN and re-ranking predict different classes
   * @param wrong whether re-ranking predicts a class that is known to be wrong
   */
  record Judged(int id, boolean differs, boolean wrong) {}

  public Selection {
    if (sample != null && sample < 1) {
      throw new UserException("Invalid --sample: %d (must be at least 1)".formatted(sample));
    }
  }

  /**
   * Ranges as the command line has them, such as 3,17,20-29.
   *
   * @throws UserException if they are none
   */
  public static List<Range> ranges(String text) {
    List<Range> ranges = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher matcher = RANGE.matcher(part);
      if (!matcher.matches()) {
        throw new UserException(
            "Invalid --queries: '%s' (must be ids and ranges of them, such as 3,17,20-29)"
                .formatted(text));
      }
      int first = Integer.parseInt(matcher.group(1));
      int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
      if (last < first) {
        throw new UserException(
            "Invalid --queries: '%s' (%d-%d has no ids)".formatted(text, first, last));
      }
      ranges.add(new Range(first, last));
    }
    return ranges;
  }

  /**
   * The ids of the queries that it selects, ascending.
   *
   * @param run whose queries they are, for messages
   * @param queries all of the run
   * @throws UserException if the run lacks one that is named
   */
  int[] of(String run, List<Judged> queries) {
    Set<Integer> known = queries.stream().map(Judged::id).collect(Collectors.toSet());
    demandKnown(run, known);
    List<Integer> chosen =
        queries.stream().filter(this::isChosen).map(Judged::id).collect(Collectors.toList());
    if (sample != null && sample < chosen.size()) {
      chosen.sort(Comparator.comparingLong((Integer id) -> mix(id)).thenComparing(id -> id));
      chosen = chosen.subList(0, sample);
    }
    return chosen.stream().mapToInt(Integer::intValue).sorted().toArray();
  }

  private void demandKnown(String run, Set<Integer> known) {
    TreeSet<Integer> unknown = new TreeSet<>();
    for (Range range : named) {
      for (int id = range.first(); id <= range.last() && unknown.size() < MAX_SHOWN; id++) {
        if (!known.contains(id)) {
          unknown.add(id);
        }
      }
    }
    if (!unknown.isEmpty()) {
      throw new UserException(
          "Invalid --queries: %s has no query %s%s; its %d queries have ids from %d to %d"
              .formatted(
                  run,
                  unknown.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                  unknown.size() == MAX_SHOWN ? ", ..." : "",
                  known.size(),
                  known.stream().min(Integer::compare).orElse(0),
                  known.stream().max(Integer::compare).orElse(0)));
    }
  }

  private boolean isChosen(Judged query) {
    boolean isNamed =
        named.isEmpty()
            || named.stream().anyMatch(r -> r.first() <= query.id() && query.id() <= r.last());
    return isNamed
        && switch (only) {
          case ALL -> true;
          case DISAGREEMENTS -> query.differs();
          case ERRORS -> query.wrong();
        };
  }

  /** A number that looks like chance (SplitMix64, Steele et al. 2014). */
  private long mix(int id) {
    long z = seed + 0x9e3779b97f4a7c15L * (id + 1L);
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** In words, the same for selections that are the same. */
  String words() {
    String ranges =
        named.stream().map(r -> r.first() + "-" + r.last()).collect(Collectors.joining(","));
    return "queries %s, only %s, sample %s"
        .formatted(
            named.isEmpty() ? "all" : ranges,
            Texts.lowerCase(only),
            sample == null ? "all" : sample + " by seed " + seed);
  }
}
