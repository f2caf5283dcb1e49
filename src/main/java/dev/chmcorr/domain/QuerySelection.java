package dev.chmcorr.domain;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
          throw new UserException(
              "Invalid --queries: %d is none of the %d queries %s (%d to %d)"
                  .formatted(
                      missing,
                      from.cardinality(),
                      where,
                      Math.max(0, from.nextSetBit(0)),
                      Math.max(0, from.length() - 1)));
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

  /** The first so many; all, if there are no more. */
  record First(int count) implements QuerySelection {
    public First {
      demandPositive("--limit", count);
    }

    @Override
    public BitSet choose(BitSet from, String where) {
      return some(from.stream().boxed().toList(), count);
    }

    @Override
    public String text() {
      return "--limit " + count;
    }
  }

  /**
   * So many drawn at random, the same ones for the same seed; all, if there are no more. A larger
   * sample holds the smaller one of its seed.
   */
  record Sample(int count, long seed) implements QuerySelection {
    public Sample {
      demandPositive("--sample", count);
    }

    @Override
    public BitSet choose(BitSet from, String where) {
      List<Integer> ids = new ArrayList<>(from.stream().boxed().toList());
      Collections.shuffle(ids, new Random(seed));
      return some(ids, count);
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

  private static BitSet some(List<Integer> ids, int count) {
    BitSet chosen = new BitSet();
    ids.subList(0, Math.min(count, ids.size())).forEach(chosen::set);
    return chosen;
  }
}
