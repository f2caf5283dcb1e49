package dev.chmcorr.knn;

/**
 * Rounds float32 to bfloat16, to the nearest and, of two as near, to the even one; and searches
 * such numbers.
 */
public abstract class Bfloat16 {
  /** The fastest that this JVM can run. */
  public static final Bfloat16 FASTEST = fastest();

  /** Float32 sums of up to 2^20 squares are this good, and squares below 2^-149 count as zero. */
  private static final double SUM_ERROR = 0.01;

  private static final double UNDERFLOW = 0x1p-60;

  private static Bfloat16 fastest() {
    boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    return vectors && VectorUnitBfloat16.isFast() ? new VectorUnitBfloat16() : new PlainBfloat16();
  }

  /**
   * Rounds some numbers.
   *
   * @param values below 2^60 in magnitude; their number is a multiple of 32, 2^20 at most
   * @param rounded takes as many, in bfloat16's 16 bits
   * @return length of the vector of rounding errors, never too small, and a percent too large at
   *     most
   */
  public final double round(float[] values, short[] rounded) {
    return Math.sqrt(roundAll(values, rounded) * (1 + SUM_ERROR)) + UNDERFLOW;
  }

  /** Rounds and returns the sum of the errors' squares. */
  abstract float roundAll(float[] values, short[] rounded);

  /**
   * Where the next number is that is not below a cut; NaN is not.
   *
   * @param numbers bfloat16's 16 bits each
   * @param to exclusive
   * @return {@code to} if there is none
   */
  final int next(short[] numbers, int from, int to, float cut) {
    int i = skip(numbers, from, to, cut);
    while (i < to && toFloat(numbers[i]) < cut) {
      i++;
    }
    return i;
  }

  /**
   * Skips numbers below the cut, as far as it can skip several at a time.
   *
   * @return a place up to which all numbers are below the cut
   */
  abstract int skip(short[] numbers, int from, int to, float cut);

  /** Bits of the rounded number as float32. */
  static int roundBits(int bits) {
    return bits + 0x7FFF + (bits >>> 16 & 1) & 0xFFFF0000;
  }

  /** The rounded number. */
  public static float round(float value) {
    return Float.intBitsToFloat(roundBits(Float.floatToRawIntBits(value)));
  }

  /** The number with these 16 bits. */
  public static float toFloat(short bits) {
    return Float.intBitsToFloat(bits << Short.SIZE);
  }
}
