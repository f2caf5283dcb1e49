package dev.chmcorr.model.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.chmcorr.knn.VectorBlock;

/** Queries in float32. */
final class FloatQueries extends CentredQueries {
  private final NDArray matrix;

  FloatQueries(NDManager manager, VectorBlock block) {
    super(manager, block);
    FloatRows rows = newRows();
    rows.start(size());
    for (int query = 0; query < size(); query++) {
      rows.add(block, query, 1);
    }
    matrix = rows.finish(manager);
  }

  /** Rows to be multiplied with these queries: less the same centre. */
  FloatRows newRows() {
    return new FloatRows(centre());
  }

  @Override
  NDArray matrix() {
    return matrix;
  }
}
