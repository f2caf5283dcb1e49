package dev.chmcorr.domain;

/**
 * What scoring needs of a pair (query, candidate), whatever method compared it. All arrays hold 49
 * values and are owned by the pair.
 */
public interface ComparedPair {
  /**
   * x of the places in the candidate to which the query's grid points belong, in [-1, 1], in the
   * order p = i*7+j of the grid points.
   */
  float[] pointsX();

  /** y of the same. */
  float[] pointsY();

  /** How alike the query's cells are to the cells that they belong to, row-major [7][7]. */
  float[] similarity(Axes axes);

  /** How much the query's cells count, row-major [7][7], before min-max normalising. */
  float[] attention();
}
