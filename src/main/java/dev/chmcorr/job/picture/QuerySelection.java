package dev.chmcorr.job.picture;

import dev.chmcorr.domain.UserException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which queries are wanted.
 *
 * @param ranges of ids; none means all queries
 */
public record QuerySelection(List<Range> ranges) implements Serializable {
  /** Every query that has a result. */
  public static final QuerySelection ALL = new QuerySelection(List.of());

  private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

  /** Ids from the first to the last one. */
  public record Range(int first, int last) implements Serializable {}

  public QuerySelection {
    ranges = List.copyOf(ranges);
  }

  /** One query. */
  public static QuerySelection of(int id) {
    if (id < 0) {
      throw new UserException("Invalid --query: %d (must be at least 0)".formatted(id));
    }
    return new QuerySelection(List.of(new Range(id, id)));
  }

  /** Ids and ranges of ids, such as 3,17,20-29. */
  public static QuerySelection parse(String text) {
    List<Range> ranges = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher matcher = RANGE.matcher(part.strip());
      if (!matcher.matches()) {
        throw invalid(text);
      }
      int first = Integer.parseInt(matcher.group(1));
      int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
      if (last < first) {
        throw invalid(text);
      }
      ranges.add(new Range(first, last));
    }
    return new QuerySelection(ranges);
  }

  private static UserException invalid(String text) {
    return new UserException(
        "Invalid --queries: %s (must be ids and ranges of ids, such as 3,17,20-29)"
            .formatted(text));
  }

  boolean isAll() {
    return ranges.isEmpty();
  }

  boolean has(int id) {
    return isAll() || ranges.stream().anyMatch(range -> range.first() <= id && id <= range.last());
  }
}
