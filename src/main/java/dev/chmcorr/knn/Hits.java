package dev.chmcorr.knn;

/**
 * What a {@link Sieve} lets through. The arrays belong to whoever receives them.
 *
 * @param pairs {@code query * rows + row}, ascending, where rows were sifted and the first has
 *     number 0
 * @param products approximate cosines of the pairs; NaN counts as unknown
 */
@SuppressWarnings("ArrayRecordComponent") // Made and taken apart at once, never compared.
public record Hits(int[] pairs, float[] products) {
  public Hits {
    if (pairs.length != products.length) {
      throw new IllegalArgumentException(
          "Invalid hits: %d pairs, %d products".formatted(pairs.length, products.length));
    }
  }
}
