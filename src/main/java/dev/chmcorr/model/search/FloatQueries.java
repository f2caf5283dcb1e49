package dev.chmcorr.model.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.chmcorr.knn.VectorBlock;

/** A block of queries in float32, less their mean. Does not change; threads may share it. */
final class FloatQueries implements SharedQueries.Queries {
  private final NDManager manager;
  private final NDArray matrix;
  private final float[] centre;
  private final double[] lengths;
  private final double[] shifts;

  /**
   * Lays a block out.
   *
   * @param manager will own the matrix; closed with this object
   */
  FloatQueries(NDManager manager, VectorBlock block) {
    this.manager = manager;
    centre = block.unitMean();
    lengths = new double[block.size()];
    shifts = new double[block.size()];
    FloatRows rows = newRows();
    rows.start(block.size());
    float[] vector = new float[block.dimension()];
    for (int query = 0; query < block.size(); query++) {
      block.putUnit(query, centre, vector);
      lengths[query] = length(vector);
      rows.add(block, query, 1);
      shifts[query] = block.unitProduct(query, centre);
    }
    matrix = rows.finish(manager);
  }

  /** Rows to be multiplied with these queries: less the same centre. */
  FloatRows newRows() {
    return new FloatRows(centre);
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

  /** Product of a query's unit vector with c. */
  double shift(int query) {
    return shifts[query];
  }

  @Override
  public void close() {
    manager.close();
  }
}
