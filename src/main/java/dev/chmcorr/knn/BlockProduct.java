package dev.chmcorr.knn;

/**
 * The matrix product that finds likely neighbours. It may be imprecise, as long as its sieves own
 * up to it: {@link BlockSearch} scores again whatever their bounds cannot rule out. Threads may
 * share it.
 */
public interface BlockProduct {
  /** A sieve for these queries, at least one; the caller closes it. */
  Sieve sieve(VectorBlock queries);
}
