package dev.chmcorr.job.sweep;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.table.AccuracyRow.Counts;
import dev.chmcorr.table.AccuracyRow.Statistics;
import dev.chmcorr.table.Setting;
import dev.chmcorr.table.SummaryRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The table of a study as people read it, and as programs that know no Parquet do. */
final class SummaryText {
  private static final List<String> HEADER =
      List.of(
          "data",
          "network",
          "method",
          "N",
          "K",
          "T",
          "axes",
          "parts",
          "judged",
          "correct",
          "accuracy %",
          "95 %",
          "kNN %",
          "McNemar p");

  /** Columns of words, which stand to the left. */
  private static final List<Integer> WORDS = List.of(0, 1, 2, 6);

  private static final Pattern QUOTED = Pattern.compile("[\",\r\n]");

  private SummaryText() {}

  /** Lines of text, aligned. */
  static List<String> lines(List<SummaryRow> rows) {
    List<List<String>> cells = cells(rows);
    List<Integer> widths =
        IntStream.range(0, HEADER.size())
            .map(i -> cells.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
            .boxed()
            .toList();
    return cells.stream()
        .map(
            row ->
                IntStream.range(0, row.size())
                    .mapToObj(i -> padded(row.get(i), widths.get(i), WORDS.contains(i)))
                    .collect(Collectors.joining("  "))
                    .stripTrailing())
        .toList();
  }

  private static String padded(String text, int width, boolean left) {
    String space = " ".repeat(width - text.length());
    return left ? text + space : space + text;
  }

  /** A table as Markdown has it. */
  static String markdown(List<SummaryRow> rows) {
    List<String> lines =
        new ArrayList<>(
            cells(rows).stream()
                .map(row -> row.stream().map(cell -> cell.replace("|", "\\|")).toList())
                .map(row -> "| " + String.join(" | ", row) + " |")
                .toList());
    lines.add(
        1,
        IntStream.range(0, HEADER.size())
            .mapToObj(i -> WORDS.contains(i) ? "---" : "---:")
            .collect(Collectors.joining(" | ", "| ", " |")));
    return String.join("\n", lines) + "\n";
  }

  /** All columns of the table {@code summary}; what is null is empty. */
  static String csv(List<SummaryRow> rows) {
    StringBuilder csv = new StringBuilder(line(List.of(SummaryRow.SCHEMA.fieldNames())));
    rows.forEach(row -> csv.append(line(row.values())));
    return csv.toString();
  }

  private static String line(List<?> values) {
    return values.stream()
            .map(value -> quoted(Objects.toString(value, "")))
            .collect(Collectors.joining(","))
        + "\r\n";
  }

  private static String quoted(String text) {
    return QUOTED.matcher(text).find() ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
  }

  private static List<List<String>> cells(List<SummaryRow> rows) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(HEADER);
    rows.forEach(row -> cells.add(cells(row)));
    return cells;
  }

  private static List<String> cells(SummaryRow row) {
    Setting setting = row.accuracy().setting();
    Counts counts = row.accuracy().counts();
    List<String> cells =
        new ArrayList<>(
            List.of(
                row.of().data(),
                row.of().network(),
                row.of().method(),
                String.valueOf(setting.n()),
                String.valueOf(setting.k()),
                setting.mask() == null ? String.valueOf(setting.t()) : "mask",
                Texts.lowerCase(setting.axes()),
                row.accuracy().parts() == null ? "-" : row.accuracy().parts().toString(),
                String.valueOf(counts.judged()),
                String.valueOf(counts.chmCorrect())));
    cells.addAll(shares(row.accuracy().statistics()));
    return cells;
  }

  private static List<String> shares(Statistics found) {
    return found == null
        ? Collections.nCopies(4, "-")
        : List.of(
            percent(found.chmAccuracy()),
            percent(found.chmLow()) + " .. " + percent(found.chmHigh()),
            percent(found.knnAccuracy()),
            String.format(
                Locale.ROOT, found.mcnemarP() < 0.001 ? "%.1e" : "%.3f", found.mcnemarP()));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f", 100 * share);
  }
}
