package dev.chmcorr.knn;

import java.util.Arrays;

/**
 * Gallery rows that may be among the nearest of one query, with bounds of their cosines, until they
 * are scored exactly.
 */
final class UnscoredRows {
  private int[] rows = new int[64];
  private double[] lower = new double[64];
  private double[] upper = new double[64];
  private int size;
  private int sizeAtLastPruning;

  /** Takes in a row whose cosine lies between two bounds. */
  void add(int row, double lower, double upper) {
    if (size == rows.length) {
      rows = Arrays.copyOf(rows, 2 * size);
      this.lower = Arrays.copyOf(this.lower, 2 * size);
      this.upper = Arrays.copyOf(this.upper, 2 * size);
    }
    rows[size] = row;
    this.lower[size] = lower;
    this.upper[size++] = upper;
  }

  /** Drops rows that surely stay below a threshold, now and then. */
  void prune(double threshold) {
    // Each pruning goes through all rows: it must have a chance to drop a good share of them.
    if (size < 2L * sizeAtLastPruning) {
      return;
    }
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (upper[i] >= threshold) {
        rows[kept] = rows[i];
        lower[kept] = lower[i];
        upper[kept++] = upper[i];
      }
    }
    size = kept;
    sizeAtLastPruning = kept;
  }

  int size() {
    return size;
  }

  int row(int i) {
    return rows[i];
  }

  double lowerBound(int i) {
    return lower[i];
  }

  double upperBound(int i) {
    return upper[i];
  }

  void clear() {
    size = 0;
    sizeAtLastPruning = 0;
  }
}
