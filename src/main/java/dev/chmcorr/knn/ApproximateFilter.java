package dev.chmcorr.knn;

/**
 * Selects the gallery rows that may be near a query, by approximate cosines whose error is bounded
 * on every device that may compute them. Not thread-safe.
 */
public interface ApproximateFilter extends AutoCloseable {
  /**
   * Compares every query with some gallery rows, and passes on the rows whose cosine may reach the
   * query's threshold, and perhaps a few more.
   *
   * @param from first gallery row
   * @param to end of the gallery rows, exclusive
   * @param thresholds one per query
   * @param receiver is called once at most for each query
   */
  void filter(VectorBlock gallery, int from, int to, double[] thresholds, Receiver receiver);

  /** Frees memory that is not the Java heap's. */
  @Override
  void close();

  /** Receives what the filter lets through. */
  @FunctionalInterface
  interface Receiver {
    /**
     * Takes a query's rows.
     *
     * @param hits not to be kept: the next call may use it again
     */
    void take(int query, Hits hits);
  }
}
