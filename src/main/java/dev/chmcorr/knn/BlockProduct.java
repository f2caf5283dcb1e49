package dev.chmcorr.knn;

/**
 * The matrix product that finds likely neighbours. It may be imprecise, as long as {@link
 * #rounding} owns up to it: {@link BlockSearch} scores again whatever the bound cannot rule out.
 */
public interface BlockProduct {
  /**
   * Dot products of every query with every gallery row. Rows have unit length or are zero.
   *
   * @param queries [q][dimension] row-major
   * @param gallery [g][dimension] row-major
   * @return [q][g] row-major
   */
  float[] multiply(float[] queries, float[] gallery, int dimension);

  /** How the product rounds; it must hold on every device that the product may run on. */
  Rounding rounding();
}
