package dev.chmcorr.knn;

/**
 * Rounds float32 vectors to 8-bit integers after adding a random number to each component, and
 * searches products of such vectors.
 *
 * <p>With scale s and random u, a component v becomes the integer {@code Y = round(v / s + u)} and
 * stands for {@code s (Y - u)}. For u spread evenly from -1/2 to 1/2 the error divided by s is
 * spread in the same way, whatever v is, and independent of all other components' (Schuchman,
 * Dither signals and their effect on quantization noise, 1964).
 */
public abstract class Int8 {
  /** The fastest that this JVM can run. */
  public static final Int8 FASTEST = fastest();

  /** Integers reach this far either way from zero. */
  public static final int MAX = 127;

  /**
   * By how much of a scale a component may be off besides: three float32 operations on numbers up
   * to 127.
   */
  static final double ROUNDING_ERROR = 0x1p-14;

  /** Added to a number below 2^22 in magnitude, leaves its nearest integer in the last bits. */
  static final float MAGIC = 0x1.8p23f;

  /** Sums that terms are added to in turn, at least. */
  private static final int SUMS = 8;

  private static Int8 fastest() {
    boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    return vectors && VectorUnitInt8.isFast() ? new VectorUnitInt8() : new PlainInt8();
  }

  /**
   * The largest integer such that sums of products of integers up to it fit an int32.
   *
   * @param dimension 2^20 at most
   */
  public static int levels(int dimension) {
    return (int) Math.min(MAX, Math.sqrt((double) Integer.MAX_VALUE / dimension));
  }

  /**
   * By how much the product of a rounded vector with another one may be off, in units of the scale
   * times the other's length: ten standard deviations of a sum of evenly spread errors, and what
   * float32 rounds. Such a sum lies beyond with a chance of 2 exp(-10^2 / 2) = 4e-22 at most: by
   * Chernoff's bound, with sinh(z) / z at most exp(z^2 / 6).
   */
  public static double error(int dimension) {
    double spread = 10 / Math.sqrt(12);
    double sums = (dimension / (double) SUMS + 4) * 0x1p-24 / 2;
    return spread + Math.sqrt(dimension) * (ROUNDING_ERROR + sums);
  }

  /**
   * The scale that a vector needs.
   *
   * @param values below 2^60 in magnitude; their number is a multiple of 32
   * @param levels the largest integer
   * @return more than 0
   */
  public final float scale(float[] values, int levels) {
    return Math.max(Float.MIN_NORMAL, largest(values) / (levels - 1));
  }

  /** The largest magnitude. */
  abstract float largest(float[] values);

  /**
   * Rounds a vector.
   *
   * @param values as many as there were for the scale
   * @param scale as {@link #scale} gave it
   * @param dither a number between -1/2 and 1/2 for each
   * @param other the like, for the vectors that this one is to be multiplied with
   * @param rounded takes as many integers
   * @return product of the integers with the other dither
   */
  public abstract float round(
      float[] values, float scale, float[] dither, float[] other, byte[] rounded);

  /**
   * Where the next product is that may reach a cut; NaN may.
   *
   * @param to exclusive
   * @param scale of the one vector
   * @param offset product of the one vector's integers with the others' dither
   * @return {@code to} if there is none
   */
  public final int next(Products products, int from, int to, float scale, float offset, float cut) {
    int i = skip(products, from, to, scale, offset, cut);
    while (i < to && products.reach(i, scale, offset) < cut) {
      i++;
    }
    return i;
  }

  /**
   * Skips products below the cut, as far as it can skip several at a time.
   *
   * @return a place up to which all are below the cut
   */
  abstract int skip(Products products, int from, int to, float scale, float offset, float cut);

  /**
   * Products of one vector of integers with some others, and what they stand for.
   *
   * @param products of integers
   * @param scales of the others
   * @param offsets products of the others' integers with the one's dither, less that of both
   *     dithers
   * @param highest what is added to each
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Products(int[] products, float[] scales, float[] offsets, float[] highest) {
    private float reach(int i, float scale, float offset) {
      return (products[i] - (offsets[i] + offset)) * (scales[i] * scale) + highest[i];
    }
  }
}
