package dev.chmcorr.model.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.chmcorr.knn.Sieve;
import dev.chmcorr.knn.Tolerance;

/**
 * Multiplies two matrices and picks the products that may reach their query's floor. Threads may
 * share it.
 */
interface Picker {
  /**
   * Multiplies and picks.
   *
   * @param scratch for tensors; the caller closes it
   * @param taker is called once at most for each query
   */
  void pick(NDManager scratch, Matrices matrices, Limits limits, Sieve.Taker taker);

  /**
   * What is multiplied, as {@link ProductRows} made it.
   *
   * @param queries a row for each, and filling
   * @param gallery a row for each image, and filling
   * @param rows images
   */
  record Matrices(NDArray queries, NDArray gallery, int rows) {}

  /**
   * What is picked.
   *
   * @param floors one per query
   * @param tolerances one per query
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Limits(double[] floors, Tolerance[] tolerances) {
    int queries() {
      return floors.length;
    }

    float cut(int query) {
      return (float) tolerances[query].cut(floors[query]);
    }
  }
}
