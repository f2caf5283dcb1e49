package dev.chmcorr.cells;

import java.util.Arrays;

/**
 * For each cell of a query the most similar cell of a candidate.
 *
 * @param cell of the candidate, row-major; of equal ones the first
 * @param cosine of the two
 * @param mutual whether no cell of the query is more similar to that cell of the candidate
 */
public record NearestCells(int[] cell, float[] cosine, boolean[] mutual) {
  /** Those of a pair. */
  public static NearestCells of(CellProducts pair) {
    int cells = pair.query().cells();
    double[] best = new double[pair.candidate().cells()];
    Arrays.fill(best, Double.NEGATIVE_INFINITY);
    double[] own = new double[cells];
    int[] nearest = new int[cells];
    for (int q = 0; q < cells; q++) {
      own[q] = Double.NEGATIVE_INFINITY;
      for (int u = 0; u < best.length; u++) {
        double cosine = pair.cosine(q, u);
        best[u] = Math.max(best[u], cosine);
        if (cosine > own[q]) {
          own[q] = cosine;
          nearest[q] = u;
        }
      }
    }
    float[] cosines = new float[cells];
    boolean[] mutual = new boolean[cells];
    for (int q = 0; q < cells; q++) {
      cosines[q] = (float) own[q];
      mutual[q] = own[q] == best[nearest[q]];
    }
    return new NearestCells(nearest, cosines, mutual);
  }
}
