package dev.chmcorr.domain;

import java.util.List;

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

  /**
   * The same where the score is of so many parts, for methods that choose these otherwise than by
   * their similarity: what each cell adds to the mean over the parts.
   */
  default float[] similarity(Axes axes, int parts) {
    return similarity(axes);
  }

  /** What cells count that a mask marks, row-major [7][7]. */
  default float[] marked(Axes axes) {
    return similarity(axes);
  }

  /**
   * The parts that a method has chosen itself, best first; none if they are the most similar cells
   * of those that the query attends to.
   *
   * @param count how many at most
   */
  default List<Link> links(int count) {
    return List.of();
  }

  /** How much the query's cells count, row-major [7][7], before min-max normalising. */
  float[] attention();
}
