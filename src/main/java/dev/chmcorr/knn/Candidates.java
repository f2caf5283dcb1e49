package dev.chmcorr.knn;

import java.util.Arrays;

/** Gallery rows of one block that may be among the k nearest of one query. */
final class Candidates {
  private final int k;
  private int[] rows;
  private double[] least;
  private double[] most;
  private int size;
  private int sizeAtLastPruning;

  Candidates(int k) {
    this.k = k;
    int room = 2 * Math.min(k, 1 << 10);
    this.rows = new int[room];
    this.least = new double[room];
    this.most = new double[room];
  }

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

  /**
   * Drops rows that k others surely outdo.
   *
   * @param floor what a cosine must reach to be of interest
   * @return the floor, risen to what k of these rows reach for sure
   */
  double prune(double floor) {
    // Each pruning goes through all rows: it must have a chance to drop a good share of them.
    if (size < k || size < 2L * sizeAtLastPruning) {
      return floor;
    }
    double risen = Math.max(floor, kthLeast());
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (most[i] >= risen) {
        rows[kept] = rows[i];
        least[kept] = least[i];
        most[kept++] = most[i];
      }
    }
    size = kept;
    sizeAtLastPruning = kept;
    return risen;
  }

  private double kthLeast() {
    double[] sorted = Arrays.copyOf(least, size);
    Arrays.sort(sorted);
    return sorted[size - k];
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
