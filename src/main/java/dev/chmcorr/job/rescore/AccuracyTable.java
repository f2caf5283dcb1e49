package dev.chmcorr.job.rescore;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.table.AccuracyRow;
import dev.chmcorr.table.AccuracyRow.Statistics;
import dev.chmcorr.table.Setting;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Accuracies as a person reads them, best first. */
final class AccuracyTable {
  /** More lines than a screen has help nobody; all are in the table accuracies. */
  private static final int MAX_LINES = 40;

  private static final Comparator<AccuracyRow> BEST_FIRST =
      Comparator.comparingDouble(
          row -> row.statistics() == null ? 0 : -row.statistics().chmAccuracy());

  private AccuracyTable() {}

  /**
   * The lines.
   *
   * @param rows in the order of the grid, which those of equal accuracy keep
   * @param method word for it, which heads its columns
   */
  static List<String> lines(List<AccuracyRow> rows, String method) {
    List<AccuracyRow> sorted = new ArrayList<>(rows);
    sorted.sort(BEST_FIRST);
    String word = method.toUpperCase(Locale.ROOT);
    List<List<String>> cells = new ArrayList<>(List.of(header(word)));
    sorted.stream().limit(MAX_LINES).map(AccuracyTable::cells).forEach(cells::add);
    return cells.stream().map(line -> aligned(line, cells.get(0))).toList();
  }

  private static List<String> header(String method) {
    return List.of(
        "    N",
        "    K",
        "       T",
        "     axes",
        "parts",
        "  judged",
        "  kNN %",
        "  " + method + " %",
        "           95 %",
        "only kNN",
        "only " + method,
        "McNemar p");
  }

  /** To the right, below what heads them. */
  private static String aligned(List<String> cells, List<String> header) {
    return IntStream.range(0, cells.size())
        .mapToObj(i -> ("%" + header.get(i).length() + "s").formatted(cells.get(i)))
        .collect(Collectors.joining(" "));
  }

  /** How many settings {@link #lines} leaves out. */
  static int leftOut(List<AccuracyRow> rows) {
    return Math.max(0, rows.size() - MAX_LINES);
  }

  private static List<String> cells(AccuracyRow row) {
    Setting setting = row.setting();
    List<String> cells =
        new ArrayList<>(
            List.of(
                String.valueOf(setting.n()),
                String.valueOf(setting.k()),
                setting.mask() == null ? String.valueOf(setting.t()) : "mask",
                Texts.lowerCase(setting.axes()),
                row.parts() == null ? "-" : String.valueOf(row.parts()),
                String.valueOf(row.counts().judged())));
    cells.addAll(shares(row));
    return cells;
  }

  private static List<String> shares(AccuracyRow row) {
    Statistics found = row.statistics();
    if (found == null) {
      return Collections.nCopies(6, "-");
    }
    return List.of(
        percent(found.knnAccuracy()),
        percent(found.chmAccuracy()),
        "%s .. %s".formatted(percent(found.chmLow()), percent(found.chmHigh())),
        String.valueOf(row.counts().onlyKnnCorrect()),
        String.valueOf(row.counts().onlyChmCorrect()),
        probability(found.mcnemarP()));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f", 100 * share);
  }

  private static String probability(double p) {
    return String.format(Locale.ROOT, p < 0.001 ? "%.1e" : "%.3f", p);
  }
}
