package dev.chmcorr.model.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.chmcorr.knn.VectorBlock;

/** A block of queries as 8-bit integers, less their mean. Does not change; threads may share it. */
final class IntegerQueries implements SharedQueries.Queries {
  private final NDManager manager;
  private final NDArray matrix;
  private final float[] centre;
  private final float[] scales;
  private final double[] lengths;
  private final float[] offsets;
  private final double[] shifts;

  /**
   * Lays a block out.
   *
   * @param manager will own the matrix; closed with this object
   */
  IntegerQueries(NDManager manager, VectorBlock block) {
    this.manager = manager;
    centre = block.unitMean();
    scales = new float[block.size()];
    lengths = new double[block.size()];
    offsets = new float[block.size()];
    shifts = new double[block.size()];
    IntegerRows rows = IntegerRows.ofQueries(centre);
    rows.start(block.size());
    for (int query = 0; query < block.size(); query++) {
      rows.add(block, query);
      scales[query] = rows.scale();
      offsets[query] = rows.offset();
      lengths[query] = rows.length() + Math.sqrt(centre.length) / 2 * rows.scale();
      shifts[query] = block.unitProduct(query, centre);
    }
    matrix = rows.finish(manager);
  }

  int size() {
    return scales.length;
  }

  NDArray matrix() {
    return matrix;
  }

  /** Mean c of the unit vectors. */
  float[] centre() {
    return centre;
  }

  /** What a query's integers are multiplied by. */
  float scale(int query) {
    return scales[query];
  }

  /** Product of a query's integers with the gallery's dither. */
  float offset(int query) {
    return offsets[query];
  }

  /** Upper bound of the lengths of a query less c and of what its integers stand for. */
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
