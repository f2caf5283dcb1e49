package dev.chmcorr.model.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.chmcorr.knn.VectorBlock;
import dev.chmcorr.model.torch.Arithmetic;

/**
 * A block of queries as the product takes them: less their mean, in the type of the arithmetic.
 * Does not change; threads may share it.
 */
final class ProductQueries implements AutoCloseable {
  private final NDManager manager;
  private final Arithmetic arithmetic;
  private final NDArray matrix;
  private final float[] centre;
  private final double[] lengths;
  private final double[] lost;
  private final double[] shifts;

  /**
   * Lays a block out.
   *
   * @param manager will own the matrix; closed with this object
   */
  ProductQueries(NDManager manager, VectorBlock block, Arithmetic arithmetic) {
    this.manager = manager;
    this.arithmetic = arithmetic;
    centre = block.unitMean();
    lengths = new double[block.size()];
    lost = new double[block.size()];
    shifts = new double[block.size()];
    ProductRows rows = newRows();
    rows.start(block.size());
    float[] vector = new float[block.dimension()];
    for (int query = 0; query < block.size(); query++) {
      block.putUnit(query, centre, vector);
      lengths[query] = length(vector);
      lost[query] = rows.addWithOnes(block, query);
      shifts[query] = block.unitProduct(query, centre);
    }
    matrix = rows.finish(manager);
  }

  /** Rows to be multiplied with these queries: less the same centre, in the same type. */
  ProductRows newRows() {
    return new ProductRows(centre, arithmetic);
  }

  static double length(float[] vector) {
    double sum = 0;
    for (float value : vector) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  int size() {
    return lengths.length;
  }

  NDArray matrix() {
    return matrix;
  }

  /** Mean c of the unit vectors. */
  float[] centre() {
    return centre;
  }

  /** Length of a query's unit vector less c. */
  double length(int query) {
    return lengths[query];
  }

  /** Upper bound of the length of what the matrix lacks of that. */
  double lost(int query) {
    return lost[query];
  }

  /** Product of a query's unit vector with c. */
  double shift(int query) {
    return shifts[query];
  }

  @Override
  public void close() {
    manager.close();
  }
}
