package dev.chmcorr.job.rescore;

import dev.chmcorr.chm.AttentionGrid;
import dev.chmcorr.chm.MaskScoring;
import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.ComparedPair;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The scores of a pair that a grid's settings need: one for all that differ only in N and K. */
final class PairScores implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<AttentionGrid> attention = new ArrayList<>();
  private final ArrayList<Axes> axes;

  /** Scores by masks alone. */
  PairScores(List<Axes> axes) {
    this.axes = new ArrayList<>(axes);
  }

  /** These scores, and before them those by attention. */
  PairScores withAttention(List<Double> thresholds, List<Integer> parts) {
    PairScores both = new PairScores(axes);
    for (Axes map : axes) {
      both.attention.add(
          new AttentionGrid(
              map,
              thresholds.stream().mapToDouble(Double::doubleValue).toArray(),
              parts.stream().mapToInt(Integer::intValue).toArray()));
    }
    return both;
  }

  /**
   * The scores of a pair: [axes][T][parts] by attention, then [masks][axes].
   *
   * @param masks of the query, [7][7] row-major each
   * @throws IllegalArgumentException if one is not finite
   */
  double[] of(ComparedPair pair, List<double[]> masks) {
    int byAttention = attention.stream().mapToInt(AttentionGrid::size).sum();
    double[] scores = new double[byAttention + masks.size() * axes.size()];
    int at = 0;
    for (AttentionGrid grid : attention) {
      System.arraycopy(grid.scores(pair), 0, scores, at, grid.size());
      at += grid.size();
    }
    for (double[] mask : masks) {
      for (Axes map : axes) {
        MaskScoring scoring = new MaskScoring(map, mask);
        scores[at++] = scoring.score(scoring.weighted(pair));
      }
    }
    if (!Arrays.stream(scores).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("Invalid scores: " + Arrays.toString(scores));
    }
    return scores;
  }
}
