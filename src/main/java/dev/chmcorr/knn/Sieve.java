package dev.chmcorr.knn;

/**
 * Picks the gallery rows that may be near a query, by approximate cosines whose error is bounded on
 * every device that may compute them. Not for threads.
 */
public interface Sieve extends AutoCloseable {
  /**
   * Compares every query with some gallery rows.
   *
   * @param from first gallery row
   * @param to end of the gallery rows, exclusive
   * @param floors one per query
   * @return all pairs whose cosine may reach the query's floor, and perhaps a few more
   */
  Hits hits(VectorBlock gallery, int from, int to, double[] floors);

  /** Frees memory that is not the Java heap's. */
  @Override
  void close();
}
