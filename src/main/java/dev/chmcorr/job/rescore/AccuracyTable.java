package dev.chmcorr.job.rescore;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.table.AccuracyRow;
import dev.chmcorr.table.AccuracyRow.Statistics;
import dev.chmcorr.table.Setting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

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
   */
  static List<String> lines(List<AccuracyRow> rows) {
    List<AccuracyRow> sorted = new ArrayList<>(rows);
    sorted.sort(BEST_FIRST);
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%5s %5s %8s %9s %5s %8s %7s %7s %15s %8s %8s %9s",
            "N",
            "K",
            "T",
            "axes",
            "parts",
            "judged",
            "kNN %",
            "CHM %",
            "95 %",
            "only kNN",
            "only CHM",
            "McNemar p"));
    sorted.stream().limit(MAX_LINES).map(AccuracyTable::line).forEach(lines::add);
    return lines;
  }

  /** How many settings {@link #lines} leaves out. */
  static int leftOut(List<AccuracyRow> rows) {
    return Math.max(0, rows.size() - MAX_LINES);
  }

  private static String line(AccuracyRow row) {
    Setting setting = row.setting();
    return String.format(
            Locale.ROOT,
            "%5d %5d %8s %9s %5s %8d ",
            setting.n(),
            setting.k(),
            setting.mask() == null ? setting.t() : "mask",
            Texts.lowerCase(setting.axes()),
            row.parts() == null ? "-" : row.parts(),
            row.counts().judged())
        + shares(row);
  }

  private static String shares(AccuracyRow row) {
    Statistics found = row.statistics();
    if (found == null) {
      return String.format(Locale.ROOT, "%7s %7s %15s %8s %8s %9s", "-", "-", "-", "-", "-", "-");
    }
    return String.format(
        Locale.ROOT,
        "%7.2f %7.2f %6.2f .. %5.2f %8d %8d %9s",
        100 * found.knnAccuracy(),
        100 * found.chmAccuracy(),
        100 * found.chmLow(),
        100 * found.chmHigh(),
        row.counts().onlyKnnCorrect(),
        row.counts().onlyChmCorrect(),
        probability(found.mcnemarP()));
  }

  private static String probability(double p) {
    return String.format(Locale.ROOT, p < 0.001 ? "%.1e" : "%.3f", p);
  }
}
