package dev.chmcorr.bench.results;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Locale;

/**
 * Milliseconds an item over the rounds of one side.
 *
 * @param low the fastest round
 * @param high the slowest
 */
public record Figure(double median, double low, double high) {
  private static final MathContext DIGITS = new MathContext(4);

  /**
   * @param milliseconds of each round, at least one
   */
  public static Figure of(double... milliseconds) {
    double[] sorted = milliseconds.clone();
    Arrays.sort(sorted);
    return new Figure(rounded(median(sorted)), rounded(sorted[0]), rounded(sorted[sorted.length - 1]));
  }

  /** Of any order. */
  public static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static double rounded(double value) {
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }

  /** Whether both may be the same but for what rounds differ by. */
  boolean overlaps(Figure other) {
    return low <= other.high && other.low <= high;
  }

  /** Three digits, and a unit that fits. */
  static String duration(double milliseconds) {
    return milliseconds < 1000
        ? threeDigits(milliseconds) + " ms"
        : threeDigits(milliseconds / 1000) + " s";
  }

  static String threeDigits(double value) {
    int decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  @Override
  public String toString() {
    return "%s (%s to %s)".formatted(duration(median), duration(low), duration(high));
  }
}
