package dev.chmcorr.domain;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What convolutional Hough matching finds for a pair (query, candidate). All five arrays hold 49
 * values and are owned by this record.
 *
 * @param pointsX x of the transferred grid points in [-1, 1], order p = i*7+j where the keypoint is
 *     x = g[i], y = g[j]
 * @param pointsY y of the same
 * @param cosPublished published similarity map, row-major [i][j]: cos(s[:, i, j], t[:, X, Y]) of
 *     grid point p = i*7+j
 * @param cosAligned aligned similarity map, row-major [r][c]: cos(s[:, r, c], t[:, Y, X]) of grid
 *     point p = c*7+r
 * @param attention cross-attention of the query's cells, row-major [r][c], before min-max
 *     normalising
 */
public record Correspondence(
    float[] pointsX, float[] pointsY, float[] cosPublished, float[] cosAligned, float[] attention)
    implements ComparedPair, Serializable {
  /** Cells of a 7 x 7 map. */
  public static final int CELLS = 49;

  public Correspondence {
    check("pointsX", pointsX);
    check("pointsY", pointsY);
    check("cosPublished", cosPublished);
    check("cosAligned", cosAligned);
    check("attention", attention);
  }

  private static void check(String name, float[] values) {
    if (values.length != CELLS) {
      throw new IllegalArgumentException(
          "Invalid %s: %d values (must be %d)".formatted(name, values.length, CELLS));
    }
  }

  @Override
  public float[] similarity(Axes axes) {
    return switch (axes) {
      case PUBLISHED -> cosPublished;
      case ALIGNED -> cosAligned;
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Correspondence that
        && Arrays.equals(pointsX, that.pointsX)
        && Arrays.equals(pointsY, that.pointsY)
        && Arrays.equals(cosPublished, that.cosPublished)
        && Arrays.equals(cosAligned, that.cosAligned)
        && Arrays.equals(attention, that.attention);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(pointsX) ^ 31 * Arrays.hashCode(attention);
  }
}
