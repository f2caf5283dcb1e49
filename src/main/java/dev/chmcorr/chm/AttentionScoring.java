package dev.chmcorr.chm;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.ComparedPair;
import java.util.Arrays;

/**
 * CHM-Corr (Taesiri et al. 2022, section 2.3): of the cells that the query attends to, the five
 * most similar count.
 *
 * @param axes which similarity map
 * @param threshold T: cells whose attention, min-max normalised over the pair's 49 cells, is at
 *     least this are kept
 */
public record AttentionScoring(Axes axes, double threshold) implements Scoring {
  /** How many of the most similar cells count. */
  public static final int TOP = 5;

  public AttentionScoring {
    if (Double.isNaN(threshold)) {
      throw new IllegalArgumentException("Invalid T: NaN (must be a number, usually in 0..1)");
    }
  }

  /** A pair whose attention is the same everywhere keeps no cell (0/0 is no number). */
  @Override
  public double[] weighted(ComparedPair pair) {
    float[] map = pair.similarity(axes, TOP);
    double[] attention = normalised(pair.attention());
    double[] weighted = new double[Grid.POINTS];
    for (int cell = 0; cell < weighted.length; cell++) {
      weighted[cell] = attention[cell] >= threshold ? map[cell] : 0.0;
    }
    return weighted;
  }

  /**
   * Attention between 0, its least, and 1, its greatest; no numbers if it is the same everywhere.
   */
  static double[] normalised(float[] attention) {
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (float value : attention) {
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
    double[] normalised = new double[attention.length];
    for (int cell = 0; cell < normalised.length; cell++) {
      normalised[cell] = (attention[cell] - lowest) / (highest - lowest);
    }
    return normalised;
  }

  /** The mean of the five largest values, dropped cells counting as zero. */
  @Override
  public double score(double[] weighted) {
    double[] sorted = weighted.clone();
    Arrays.sort(sorted);
    double sum = 0;
    for (int i = 1; i <= TOP; i++) {
      sum += sorted[sorted.length - i];
    }
    return sum / TOP;
  }

  @Override
  public int bestCells() {
    return TOP;
  }
}
