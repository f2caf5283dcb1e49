package dev.chmcorr.knn;

/**
 * The matrix product that finds likely neighbours. It may be imprecise, as long as {@link
 * #rounding} owns up to it: {@link BlockSearch} scores again whatever the bound cannot rule out.
 * Threads may share it.
 */
public interface BlockProduct {
  /** A sieve for these queries; the caller closes it. */
  Sieve sieve(VectorBlock queries);

  /** How the product rounds; it must hold on every device that the product may run on. */
  Rounding rounding();
}
