package dev.chmcorr.knn;

/** Picks the gallery rows that may be near a query, by approximate cosines. Not for threads. */
public interface Sieve extends AutoCloseable {
  /**
   * Multiplies every query with some gallery rows, all at unit length.
   *
   * @param from first gallery row
   * @param to end of the gallery rows, exclusive
   * @param cuts one per query
   * @return the pairs whose product is not below the query's cut, and perhaps a few more
   */
  Hits hits(VectorBlock gallery, int from, int to, float[] cuts);

  /** Frees memory that is not the Java heap's. */
  @Override
  void close();
}
