package dev.chmcorr.chm;

import dev.chmcorr.domain.ComparedPair;
import java.io.Serializable;

/**
 * How alike two images are, given their correspondences: the similarity map weighted cell by cell,
 * and one number from it. Sums are in double, as in the published program.
 */
public sealed interface Scoring extends Serializable permits AttentionScoring, MaskScoring {
  /**
   * The similarity map times the weights of its cells.
   *
   * @return [7][7] row-major, not shared; cells without weight are +0.0
   */
  double[] weighted(ComparedPair pair);

  /** The score of a map that {@link #weighted} returned; higher is more alike. */
  double score(double[] weighted);

  /** How many of the best cells an explanation shows. */
  int bestCells();
}
