package dev.chmcorr.knn;

/**
 * The matrix product that finds likely neighbours. It may be imprecise, as long as its sieves own
 * up to it: {@link BlockSearch} scores again whatever their bounds cannot rule out. Threads may
 * share it.
 */
public interface BlockProduct {
  /** A filter for these queries, at least one; the caller closes it. */
  ApproximateFilter filter(VectorBlock queries);
}
