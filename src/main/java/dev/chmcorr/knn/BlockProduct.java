package dev.chmcorr.knn;

/**
 * The matrix product that finds likely neighbours. It may be imprecise, as long as its filters
 * state the bounds of their errors: {@link BlockSearch} scores exactly whatever those bounds cannot
 * rule out. Thread-safe.
 */
public interface BlockProduct {
  /** A filter for these queries, at least one; the caller closes it. */
  ApproximateFilter filter(VectorBlock queries);
}
