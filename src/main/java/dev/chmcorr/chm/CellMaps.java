package dev.chmcorr.chm;

import dev.chmcorr.domain.Correspondence;

/**
 * Compares two 7 x 7 feature maps cell by cell, along the correspondences (Taesiri et al. 2022,
 * section 2.3).
 */
public final class CellMaps {
  private static final double EPSILON = 1e-6;

  private CellMaps() {}

  /**
   * One image's side of a comparison.
   *
   * @param lengths [49]: Euclidean length of each cell's vector, row-major
   * @param meanLength length of the mean of the cells' vectors
   */
  public record Side(float[] lengths, float meanLength) {
    public Side {
      if (lengths.length != Grid.POINTS) {
        throw new IllegalArgumentException(
            "Invalid feature map: %d cells (must be %d)".formatted(lengths.length, Grid.POINTS));
      }
    }
  }

  /**
   * Gathers the maps of a pair.
   *
   * @param pointsX x of the transferred grid points in [-1, 1]; kept, not copied
   * @param pointsY y of the same; kept, not copied
   * @param products [49][49] row-major: scalar product of each cell of the query with each of the
   *     candidate
   */
  public static Correspondence compare(
      float[] pointsX, float[] pointsY, float[] products, Side query, Side candidate) {
    float[] published = new float[Grid.POINTS];
    float[] aligned = new float[Grid.POINTS];
    for (int i = 0; i < Grid.SIDE; i++) {
      for (int j = 0; j < Grid.SIDE; j++) {
        int p = i * Grid.SIDE + j;
        int x = Grid.cell(pointsX[p]);
        int y = Grid.cell(pointsY[p]);
        // i runs along x. The published program takes i and x for rows.
        int straight = j * Grid.SIDE + i;
        published[p] = cosine(products, query, p, candidate, x * Grid.SIDE + y);
        aligned[straight] = cosine(products, query, straight, candidate, y * Grid.SIDE + x);
      }
    }
    float[] attention = attention(products, query, candidate);
    return new Correspondence(pointsX, pointsY, published, aligned, attention);
  }

  private static float cosine(float[] products, Side query, int q, Side candidate, int u) {
    double lengths = Math.max(query.lengths[q], EPSILON) * Math.max(candidate.lengths[u], EPSILON);
    return (float) (products[q * Grid.POINTS + u] / lengths);
  }

  /** How much each cell of the query has in common with all cells of the candidate. */
  private static float[] attention(float[] products, Side query, Side candidate) {
    double scale = (double) query.meanLength * candidate.meanLength * Grid.POINTS * Grid.POINTS;
    float[] attention = new float[Grid.POINTS];
    for (int q = 0; q < Grid.POINTS; q++) {
      double sum = 0;
      for (int u = 0; u < Grid.POINTS; u++) {
        sum += products[q * Grid.POINTS + u];
      }
      attention[q] = (float) (sum / scale);
    }
    return attention;
  }
}
