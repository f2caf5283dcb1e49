package dev.chmcorr.model.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.chmcorr.knn.VectorBlock;

/** Queries as 8-bit integers. */
final class IntegerQueries extends CentredQueries {
  private final NDArray matrix;
  private final float[] scales;
  private final float[] offsets;

  IntegerQueries(NDManager manager, VectorBlock block) {
    super(manager, block);
    scales = new float[size()];
    offsets = new float[size()];
    IntegerRows rows = IntegerRows.ofQueries(centre());
    rows.start(size());
    for (int query = 0; query < size(); query++) {
      rows.add(block, query);
      scales[query] = rows.scale();
      offsets[query] = rows.offset();
    }
    matrix = rows.finish(manager);
  }

  @Override
  NDArray matrix() {
    return matrix;
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
  @Override
  double length(int query) {
    return super.length(query) + Math.sqrt(centre().length) / 2 * scales[query];
  }
}
