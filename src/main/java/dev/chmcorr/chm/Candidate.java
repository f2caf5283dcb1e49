package dev.chmcorr.chm;

import dev.chmcorr.domain.ComparedPair;
import dev.chmcorr.domain.ImageRef;

/**
 * A gallery image with its correspondences to the query.
 *
 * @param image the gallery image
 * @param rank its place among the query's nearest neighbours, from 1
 * @param pair where the query's grid points went in it
 */
public record Candidate(ImageRef image, int rank, ComparedPair pair) {
  public Candidate {
    if (rank < 1) {
      throw new IllegalArgumentException("Invalid rank: %d (must be 1 or more)".formatted(rank));
    }
  }
}
