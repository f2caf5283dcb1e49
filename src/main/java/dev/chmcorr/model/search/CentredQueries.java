package dev.chmcorr.model.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.chmcorr.knn.VectorBlock;

/**
 * A block of queries as a product takes them: unit vectors less their mean c. Does not change;
 * threads may share it.
 */
abstract class CentredQueries implements AutoCloseable {
  private final NDManager manager;
  private final float[] centre;
  private final double centreLength;
  private final double[] lengths;
  private final double[] shifts;

  /**
   * Looks at the block.
   *
   * @param manager will own the matrix; closed with this object
   */
  CentredQueries(NDManager manager, VectorBlock block) {
    this.manager = manager;
    centre = block.unitMean();
    centreLength = length(centre);
    lengths = new double[block.size()];
    shifts = new double[block.size()];
    float[] vector = new float[block.dimension()];
    for (int query = 0; query < block.size(); query++) {
      block.putUnit(query, centre, vector);
      lengths[query] = length(vector);
      shifts[query] = block.unitProduct(query, centre);
    }
  }

  private static double length(float[] vector) {
    double sum = 0;
    for (float value : vector) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  /** A row for each query, and filling. */
  abstract NDArray matrix();

  final int size() {
    return lengths.length;
  }

  /** Mean c of the unit vectors. */
  final float[] centre() {
    return centre;
  }

  /** Length of a query's unit vector less c. */
  double length(int query) {
    return lengths[query];
  }

  /** Product of a query's unit vector with c. */
  final double shift(int query) {
    return shifts[query];
  }

  /** Product of a gallery row's unit vector less c, y, with c. */
  final double own(VectorBlock gallery, int row) {
    return gallery.unitProduct(row, centre) - centreLength * centreLength;
  }

  /**
   * No gallery row y less c is longer: |y|^2 = |y + c|^2 - 2 y c - |c|^2, and y + c is a unit
   * vector or zero.
   *
   * @param own its product with c, or less
   */
  final double longest(double own) {
    return 1e-6 + Math.sqrt(Math.max(0, 1 + 1e-6 - 2 * own - centreLength * centreLength));
  }

  /** Frees memory that is not the Java heap's. */
  @Override
  public final void close() {
    manager.close();
  }
}
