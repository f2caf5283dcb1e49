package dev.chmcorr.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.chmcorr.knn.Sieve;
import dev.chmcorr.knn.Tolerance;

/** Multiplies two matrices and picks the products that may reach their query's floor. */
interface Picker {
  /**
   * Multiplies and picks.
   *
   * @param scratch for tensors; the caller closes it
   * @param queries and the gallery rows as {@link ProductRows} made them
   * @param rows of the gallery, without filling
   * @param floors one per query
   * @param tolerances one per query
   */
  void pick(
      NDManager scratch,
      NDArray queries,
      NDArray gallery,
      int rows,
      double[] floors,
      Tolerance[] tolerances,
      Sieve.Taker taker);
}
