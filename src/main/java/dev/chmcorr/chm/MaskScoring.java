package dev.chmcorr.chm;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.ComparedPair;
import java.util.Arrays;

/**
 * CHM-Corr+ (Taesiri et al. 2022, section 2.3): the cells that a person, or annotated keypoints,
 * marked on the query count; attention does not.
 *
 * @param axes which similarity map
 * @param mask [7][7] row-major, 1 for a marked cell and 0 for the others; owned by this record
 */
public record MaskScoring(Axes axes, double[] mask) implements Scoring {
  public MaskScoring {
    if (mask.length != Grid.POINTS || !Arrays.stream(mask).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "Invalid mask: %s (must be %d finite numbers)"
              .formatted(Arrays.toString(mask), Grid.POINTS));
    }
  }

  @Override
  public double[] weighted(ComparedPair pair) {
    float[] map = pair.marked(axes);
    double[] weighted = new double[Grid.POINTS];
    for (int cell = 0; cell < weighted.length; cell++) {
      weighted[cell] = mask[cell] == 0 ? 0.0 : map[cell] * mask[cell];
    }
    return weighted;
  }

  /** The mean over all 49 cells. */
  @Override
  public double score(double[] weighted) {
    return Arrays.stream(weighted).sum() / Grid.POINTS;
  }

  /** As many as the mask marks. */
  @Override
  public int bestCells() {
    return (int) Arrays.stream(mask).filter(weight -> weight != 0).count();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MaskScoring that && axes == that.axes && Arrays.equals(mask, that.mask);
  }

  @Override
  public int hashCode() {
    return 31 * axes.hashCode() + Arrays.hashCode(mask);
  }
}
