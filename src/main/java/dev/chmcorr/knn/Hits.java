package dev.chmcorr.knn;

import java.util.Arrays;

/**
 * Gallery rows that may be near one query, with bounds of their cosines. Used again for the next
 * query.
 */
public final class Hits {
  private int[] rows = new int[64];
  private double[] least = new double[64];
  private double[] most = new double[64];
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
  public void add(int row, float product, Tolerance tolerance) {
    if (size == rows.length) {
      rows = Arrays.copyOf(rows, 2 * size);
      least = Arrays.copyOf(least, 2 * size);
      most = Arrays.copyOf(most, 2 * size);
    }
    rows[size] = row;
    least[size] = tolerance.least(product);
    most[size++] = tolerance.most(product);
  }

  /**
   * Adds the rows that may reach a floor.
   *
   * @param products approximate cosine of each row, perhaps with more behind
   * @param rows how many
   */
  public void addReaching(double floor, float[] products, int rows, Tolerance tolerance) {
    float cut = (float) tolerance.cut(floor);
    for (int row = 0; row < rows; row++) {
      // Negated, so that NaN passes.
      if (!(products[row] < cut)) {
        add(row, products[row], tolerance);
      }
    }
  }

  /**
   * Adds the rows that may reach a floor.
   *
   * @param products approximate cosine of each row as bfloat16, perhaps with more behind
   * @param rows how many
   */
  public void addReaching(double floor, short[] products, int rows, Tolerance tolerance) {
    float cut = (float) tolerance.cut(floor);
    int row = Bfloat16.FASTEST.next(products, 0, rows, cut);
    while (row < rows) {
      add(row, Bfloat16.toFloat(products[row]), tolerance);
      row = Bfloat16.FASTEST.next(products, row + 1, rows, cut);
    }
  }

  /** How many rows. */
  public int size() {
    return size;
  }

  /** The i-th row, counted from the first that was sifted. */
  public int row(int i) {
    return rows[i];
  }

  /** What the cosine of the i-th row reaches for sure; not NaN. */
  public double least(int i) {
    return least[i];
  }

  /** What the cosine of the i-th row does not exceed; not NaN. */
  public double most(int i) {
    return most[i];
  }
}
