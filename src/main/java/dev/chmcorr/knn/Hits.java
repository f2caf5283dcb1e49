package dev.chmcorr.knn;

import java.util.Arrays;

/**
 * What a {@link Sieve} lets through. The arrays belong to whoever receives them.
 *
 * @param pairs {@code query * rows + row}, in any order, where rows were sifted and the first has
 *     number 0
 * @param least what the cosine of each pair reaches for sure; not NaN
 * @param most what the cosine of each pair does not exceed; not NaN
 */
@SuppressWarnings("ArrayRecordComponent") // Made and taken apart at once, never compared.
public record Hits(int[] pairs, double[] least, double[] most) {
  public Hits {
    if (pairs.length != least.length || pairs.length != most.length) {
      throw new IllegalArgumentException(
          "Invalid hits: %d pairs, bounds of %d and %d"
              .formatted(pairs.length, least.length, most.length));
    }
  }

  /**
   * Hits from approximate cosines.
   *
   * @param rows how many rows were sifted
   * @param products one for each pair; NaN counts as unknown
   * @param tolerances one for each query
   */
  public static Hits of(int[] pairs, int rows, float[] products, Tolerance[] tolerances) {
    double[] least = new double[pairs.length];
    double[] most = new double[pairs.length];
    for (int i = 0; i < pairs.length; i++) {
      Tolerance tolerance = tolerances[pairs[i] / rows];
      least[i] = tolerance.least(products[i]);
      most[i] = tolerance.most(products[i]);
    }
    return new Hits(pairs, least, most);
  }

  static Hits of(int[] pairs, int rows, float[] products, Tolerance tolerance, int queries) {
    Tolerance[] same = new Tolerance[queries];
    Arrays.fill(same, tolerance);
    return of(pairs, rows, products, same);
  }
}
