package dev.chmcorr.knn;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Gallery rows that may be near one query, with bounds of their cosines. The object is used again
 * for the next query.
 */
public final class Hits {
  private int[] rows = new int[64];
  private double[] lower = new double[64];
  private double[] upper = new double[64];
  private int size;

  /** Forgets all. */
  public void clear() {
    size = 0;
  }

  /**
   * Adds a row.
   *
   * @param product approximate cosine; NaN counts as unknown
   */
  public void add(int row, double product, Tolerance tolerance) {
    if (size == rows.length) {
      rows = Arrays.copyOf(rows, 2 * size);
      lower = Arrays.copyOf(lower, 2 * size);
      upper = Arrays.copyOf(upper, 2 * size);
    }
    rows[size] = row;
    lower[size] = tolerance.lowerBound(product);
    upper[size++] = tolerance.upperBound(product);
  }

  /**
   * Adds the rows that may reach a threshold.
   *
   * @param products approximate cosine of each row, perhaps with more behind
   * @param rows how many
   */
  public void addReaching(double threshold, float[] products, int rows, Tolerance tolerance) {
    float cut = (float) tolerance.cut(threshold);
    for (int row = 0; row < rows; row++) {
      // Negated, so that NaN passes.
      if (!(products[row] < cut)) {
        add(row, products[row], tolerance);
      }
    }
  }

  /** Forgets the rows that do not pass. */
  void retain(IntPredicate passing) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (passing.test(rows[i])) {
        rows[kept] = rows[i];
        lower[kept] = lower[i];
        upper[kept++] = upper[i];
      }
    }
    size = kept;
  }

  /** How many rows. */
  public int size() {
    return size;
  }

  /** The i-th row, counted from the first row that was compared. */
  public int row(int i) {
    return rows[i];
  }

  /** What the cosine of the i-th row reaches for sure; not NaN. */
  public double lowerBound(int i) {
    return lower[i];
  }

  /** What the cosine of the i-th row does not exceed; not NaN. */
  public double upperBound(int i) {
    return upper[i];
  }
}
