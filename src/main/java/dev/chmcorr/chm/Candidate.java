package dev.chmcorr.chm;

import dev.chmcorr.domain.ComparedPair;

/**
 * An exemplar with its correspondences to the query.
 *
 * @param exemplar the gallery image
 * @param rank its place among the query's nearest neighbours, from 1
 * @param pair where the query's grid points went in it
 */
public record Candidate(Exemplar exemplar, int rank, ComparedPair pair) {
  public Candidate {
    if (rank < 1) {
      throw new IllegalArgumentException("Invalid rank: %d (must be 1 or more)".formatted(rank));
    }
  }
}
