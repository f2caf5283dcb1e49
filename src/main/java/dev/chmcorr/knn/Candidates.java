package dev.chmcorr.knn;

import java.util.Arrays;

/** Gallery rows that may be among the nearest of one query. */
final class Candidates {
  private int[] rows = new int[64];
  private double[] least = new double[64];
  private double[] most = new double[64];
  private int size;
  private int sizeAtLastPruning;

  /** Takes in a row whose cosine lies between two bounds. */
  void add(int row, double least, double most) {
    if (size == rows.length) {
      rows = Arrays.copyOf(rows, 2 * size);
      this.least = Arrays.copyOf(this.least, 2 * size);
      this.most = Arrays.copyOf(this.most, 2 * size);
    }
    rows[size] = row;
    this.least[size] = least;
    this.most[size++] = most;
  }

  /** Drops rows that surely stay below a floor, now and then. */
  void prune(double floor) {
    // Each pruning goes through all rows: it must have a chance to drop a good share of them.
    if (size < 2L * sizeAtLastPruning) {
      return;
    }
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (most[i] >= floor) {
        rows[kept] = rows[i];
        least[kept] = least[i];
        most[kept++] = most[i];
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

  double least(int i) {
    return least[i];
  }

  double most(int i) {
    return most[i];
  }

  void clear() {
    size = 0;
    sizeAtLastPruning = 0;
  }
}
