package dev.chmcorr.model.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.chmcorr.knn.ApproximateFilter;
import dev.chmcorr.knn.Tolerance;

/**
 * Multiplies two matrices and selects the products that may reach their query's threshold.
 * Thread-safe.
 */
interface ThresholdSelector {
  /**
   * Multiplies and selects.
   *
   * @param scratch for tensors; the caller closes it
   * @param receiver is called once at most for each query
   */
  void select(
      NDManager scratch,
      Matrices matrices,
      Selection selection,
      ApproximateFilter.Receiver receiver);

  /**
   * What is multiplied, as {@link FloatRows} made it.
   *
   * @param queries a row for each, and filling
   * @param gallery a row for each image, and filling
   * @param rows images
   */
  record Matrices(NDArray queries, NDArray gallery, int rows) {}

  /**
   * Which products are selected.
   *
   * @param thresholds one per query
   * @param tolerances one per query
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Selection(double[] thresholds, Tolerance[] tolerances) {
    int queries() {
      return thresholds.length;
    }

    float cut(int query) {
      return (float) tolerances[query].cut(thresholds[query]);
    }
  }
}
