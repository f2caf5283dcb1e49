package dev.chmcorr.model.search;

import dev.chmcorr.knn.Int8;
import java.util.SplittableRandom;

/**
 * Random numbers that are added to queries and gallery rows before they are rounded to integers
 * ({@link Int8}): always the same, and chosen without regard to any vector.
 *
 * @param queries for the components of queries, and zeros beyond
 * @param gallery for those of gallery rows, and zeros beyond
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Dither(float[] queries, float[] gallery) {
  private static final long SEED = 0x4c957f2d;

  /** Bits of a random number, all of which a float holds. */
  private static final int BITS = 24;

  /**
   * Numbers for vectors.
   *
   * @param width of the vectors and what they are filled up with
   */
  static Dither of(int dimension, int width) {
    SplittableRandom random = new SplittableRandom(SEED);
    return new Dither(numbers(random, dimension, width), numbers(random, dimension, width));
  }

  /** Evenly from -1/2 to 1/2, both exclusive. */
  private static float[] numbers(SplittableRandom random, int dimension, int width) {
    float[] numbers = new float[width];
    for (int i = 0; i < dimension; i++) {
      int odd = 2 * random.nextInt(1 << BITS) + 1 - (1 << BITS);
      numbers[i] = Math.scalb((float) odd, -BITS - 1);
    }
    return numbers;
  }

  /** Product of both. */
  double product() {
    double product = 0;
    for (int i = 0; i < queries.length; i++) {
      product += (double) queries[i] * gallery[i];
    }
    return product;
  }
}
