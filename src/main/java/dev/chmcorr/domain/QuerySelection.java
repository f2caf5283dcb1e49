package dev.chmcorr.domain;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which of the queries a run takes. Their ids are those of the whole set, whichever are taken. */
public sealed interface QuerySelection extends Serializable {
  /** Every query. */
  QuerySelection ALL = new All();

  /**
   * The ids of those that are taken.
   *
   * @param from ids of those that there are
   * @param where they are, for messages: {@code of X}
   * @throws UserException if one is asked for that there is not
   */
  BitSet choose(BitSet from, String where);

  /** As on the command line; empty for all. */
  String text();

  /** Whether every query is taken. */
  default boolean isAll() {
    return equals(ALL);
  }

  /** Every query. */
  record All() implements QuerySelection {
    @Override
    public BitSet choose(BitSet from, String where) {
      return (BitSet) from.clone();
    }

    @Override
    public String text() {
      return "";
    }
  }

  /** The queries from one id to another, both included. */
  record Range(int first, int last) implements Serializable {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

    static Range of(String text) {
      Matcher matcher = TEXT.matcher(text.strip());
      if (!matcher.matches()) {
        throw new UserException(
            "Invalid --queries: '%s' (must be ids and ranges of ids, as 3,17,20-29)"
                .formatted(text));
      }
      int first = Integer.parseInt(matcher.group(1));
      int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
      if (last < first) {
        throw new UserException(
            "Invalid --queries: '%s' (a range must begin with the smaller id)".formatted(text));
      }
      return new Range(first, last);
    }

    @Override
    public String toString() {
      return first == last ? String.valueOf(first) : first + "-" + last;
    }
  }

  /** Queries by their ids. */
  record Ids(List<Range> ranges) implements QuerySelection {
    public Ids {
      ranges = List.copyOf(ranges);
    }

    /** As {@code 3,17,20-29}. */
    public static Ids of(String text) {
      List<Range> ranges = new ArrayList<>();
      for (String range : text.split(",", -1)) {
        ranges.add(Range.of(range));
      }
      return new Ids(ranges);
    }

    @Override
    public BitSet choose(BitSet from, String where) {
      BitSet chosen = new BitSet();
      for (Range range : ranges) {
        int missing = from.nextClearBit(range.first());
        if (missing <= range.last()) {
          throw unknown("--queries", missing, from, where);
        }
        chosen.set(range.first(), range.last() + 1);
      }
      return chosen;
    }

    @Override
    public String text() {
      return "--queries " + ranges.stream().map(Range::toString).collect(Collectors.joining(","));
    }
  }

  /** One query by its id. */
  record One(int id) implements QuerySelection {
    public One {
      if (id < 0) {
        throw new UserException("Invalid --query: %d (must be at least 0)".formatted(id));
      }
    }

    @Override
    public BitSet choose(BitSet from, String where) {
      if (!from.get(id)) {
        throw unknown("--query", id, from, where);
      }
      BitSet chosen = new BitSet();
      chosen.set(id);
      return chosen;
    }

    @Override
    public String text() {
      return "--query " + id;
    }
  }

  private static UserException unknown(String option, int id, BitSet from, String where) {
    return new UserException(
        "Invalid %s: %d is none of the queries %s (%d in all, %d to %d)"
            .formatted(
                option,
                id,
                where,
                from.cardinality(),
                Math.max(0, from.nextSetBit(0)),
                Math.max(0, from.length() - 1)));
  }

  /** The first so many; all, if there are no more. */
  record First(int count) implements QuerySelection {
    public First {
      demandPositive("--limit", count);
    }

    @Override
    public BitSet choose(BitSet from, String where) {
      return some(from.stream(), count);
    }

    @Override
    public String text() {
      return "--limit " + count;
    }
  }

  /**
   * So many drawn at random; all, if there are no more. A seed puts all ids there may be in an
   * order, whichever there are: so a larger sample holds the smaller one of its seed, and a sample
   * of a sample is the sample itself.
   */
  record Sample(int count, long seed) implements QuerySelection {
    public Sample {
      demandPositive("--sample", count);
    }

    @Override
    public BitSet choose(BitSet from, String where) {
      Comparator<Integer> order = Comparator.comparingLong(this::place);
      return some(
          from.stream().boxed().sorted(order.thenComparing(id -> id)).mapToInt(id -> id), count);
    }

    /** A number that looks like chance (SplitMix64, Steele et al. 2014). */
    private long place(int id) {
      long z = seed + 0x9e3779b97f4a7c15L * (id + 1L);
      z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
      z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
      return z ^ (z >>> 31);
    }

    @Override
    public String text() {
      return "--sample %d --seed %d".formatted(count, seed);
    }
  }

  private static void demandPositive(String option, int count) {
    if (count < 1) {
      throw new UserException("Invalid %s: %d (must be at least 1)".formatted(option, count));
    }
  }

  private static BitSet some(IntStream ids, int count) {
    BitSet chosen = new BitSet();
    ids.limit(count).forEach(chosen::set);
    return chosen;
  }
}
