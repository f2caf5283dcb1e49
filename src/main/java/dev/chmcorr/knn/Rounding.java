package dev.chmcorr.knn;

/**
 * Relative rounding errors of a floating-point dot product. Higham, Accuracy and Stability of
 * Numerical Algorithms (2nd ed., section 3.1): a sum of n products, in whatever order, is off by at
 * most ((1+u)^n - 1) times the sum of the products' magnitudes.
 *
 * @param input of each factor before it is multiplied
 * @param accumulation of each multiplication and addition
 * @param output of the finished sum, less than 1
 */
public record Rounding(double input, double accumulation, double output) {
  /** IEEE float32 throughout, to nearest: 24 bits. */
  public static final Rounding FLOAT32 = new Rounding(0, 0x1p-24, 0);

  /**
   * Factors and result in bfloat16 (8 bits), accumulated in float32 by units that may cut off
   * instead of rounding to nearest.
   */
  public static final Rounding BFLOAT16 = new Rounding(0x1p-8, 0x1p-23, 0x1p-8);

  /** Factors cut to TF32 (11 bits), accumulated in float32 by units that may cut off. */
  public static final Rounding TF32 = new Rounding(0x1p-10, 0x1p-23, 0);

  public Rounding {
    if (!(input >= 0 && accumulation >= 0 && output >= 0 && output < 1)) {
      throw new IllegalArgumentException(
          "Invalid rounding: %s, %s, %s (must be 0 or more, the last below 1)"
              .formatted(input, accumulation, output));
    }
  }

  /**
   * How far a product of two vectors may be from their dot product, where the products' magnitudes
   * sum to at most 1, as those of unit vectors do (Cauchy-Schwarz).
   */
  public Tolerance tolerance(int dimension) {
    double sum = Math.expm1(2 * Math.log1p(input) + (dimension + 1.0) * Math.log1p(accumulation));
    return new Tolerance(sum, output / (1 - output));
  }
}
