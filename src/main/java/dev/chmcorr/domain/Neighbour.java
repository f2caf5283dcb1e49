package dev.chmcorr.domain;

import java.io.Serializable;

/**
 * A gallery image near a query.
 *
 * @param galleryId id of the gallery image
 * @param similarity cosine of the two embeddings, in [-1, 1]
 */
public record Neighbour(int galleryId, double similarity)
    implements Comparable<Neighbour>, Serializable {
  /** Most similar first, then by id: a total order, so that rankings never depend on chance. */
  @Override
  public int compareTo(Neighbour other) {
    int bySimilarity = Double.compare(other.similarity, similarity);
    return bySimilarity != 0 ? bySimilarity : Integer.compare(galleryId, other.galleryId);
  }
}
