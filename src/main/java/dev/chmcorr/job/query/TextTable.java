package dev.chmcorr.job.query;

import dev.chmcorr.domain.Printable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jline.utils.WCWidth;

/** Rows as lines of text, in columns. */
final class TextTable {
  /** Longer values are cut: other formats have them whole. */
  private static final int MAX_VALUE = 100;

  private static final String GAP = "  ";

  private TextTable() {}

  /** To which side of its column a value goes. */
  public enum Side {
    LEFT,
    RIGHT
  }

  /**
   * The lines: names, a rule, rows.
   *
   * @param names of the columns
   * @param sides of the columns
   * @param rows values, null where there is none
   */
  static List<String> lines(List<String> names, List<Side> sides, List<List<String>> rows) {
    List<List<String>> shown = new ArrayList<>();
    shown.add(shown(names));
    rows.forEach(row -> shown.add(shown(row)));
    List<Integer> widths = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      int column = i;
      widths.add(shown.stream().mapToInt(row -> width(row.get(column))).max().orElse(0));
    }
    List<String> lines = new ArrayList<>();
    shown.forEach(row -> lines.add(line(row, widths, sides)));
    List<String> rule = widths.stream().map("-"::repeat).toList();
    lines.add(1, line(rule, widths, sides));
    return lines;
  }

  private static List<String> shown(List<String> values) {
    return values.stream()
        .map(value -> value == null ? "NULL" : Printable.of(value, MAX_VALUE))
        .toList();
  }

  private static String line(List<String> values, List<Integer> widths, List<Side> sides) {
    List<String> padded = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      String pad = String.join("", Collections.nCopies(widths.get(i) - width(values.get(i)), " "));
      padded.add(sides.get(i) == Side.LEFT ? values.get(i) + pad : pad + values.get(i));
    }
    return String.join(GAP, padded).stripTrailing();
  }

  /** Columns of a terminal; Chinese characters take two, if that can be told. */
  private static int width(String text) {
    if (!Jline.IS_THERE) {
      return text.codePointCount(0, text.length());
    }
    return text.codePoints().map(point -> Math.max(0, WCWidth.wcwidth(point))).sum();
  }
}
