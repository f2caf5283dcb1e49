package dev.chmcorr.knn;

import java.util.Arrays;

/** Gallery rows of one block that may be among the k nearest of one query. */
final class Candidates {
  private final int k;
  private final Tolerance tolerance;
  private int[] rows;
  private float[] products;
  private int size;
  private int sizeAtLastPruning;

  /**
   * @param tolerance how far a product may be from the cosine
   */
  Candidates(int k, Tolerance tolerance) {
    this.k = k;
    this.tolerance = tolerance;
    this.rows = new int[2 * Math.min(k, 1 << 10)];
    this.products = new float[rows.length];
  }

  void add(int row, float product) {
    if (size == rows.length) {
      rows = Arrays.copyOf(rows, 2 * size);
      products = Arrays.copyOf(products, 2 * size);
    }
    rows[size] = row;
    products[size++] = product;
  }

  /**
   * Drops rows that k others surely outdo.
   *
   * @param floor what a cosine must reach to be of interest
   * @return the floor, risen to what the k-th best of these rows reaches for sure
   */
  double prune(double floor) {
    // Each pruning goes through all rows: it must have a chance to drop a good share of them.
    if (size < k || size < sizeAtLastPruning * 5L / 4) {
      return floor;
    }
    double risen = Math.max(floor, tolerance.least(kthProduct()));
    dropBelow(tolerance.cut(risen));
    sizeAtLastPruning = size;
    return risen;
  }

  /** The k-th largest product, minus infinity if there are fewer; unknown ones do not count. */
  float kthProduct() {
    if (size < k) {
      return Float.NEGATIVE_INFINITY;
    }
    float[] sorted = new float[size];
    for (int i = 0; i < size; i++) {
      sorted[i] = Float.isNaN(products[i]) ? Float.NEGATIVE_INFINITY : products[i];
    }
    Arrays.sort(sorted);
    return sorted[size - k];
  }

  /** Keeps what is unknown. */
  private void dropBelow(double cut) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (!(products[i] < cut)) {
        rows[kept] = rows[i];
        products[kept++] = products[i];
      }
    }
    size = kept;
  }

  int size() {
    return size;
  }

  int row(int i) {
    return rows[i];
  }

  float product(int i) {
    return products[i];
  }

  void clear() {
    size = 0;
    sizeAtLastPruning = 0;
  }
}
