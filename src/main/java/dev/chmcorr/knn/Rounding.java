package dev.chmcorr.knn;

/**
 * Relative rounding errors of a floating-point dot product. Higham, Accuracy and Stability of
 * Numerical Algorithms (2nd ed., section 3.1): a sum of n products, in whatever order, is off by at
 * most ((1+u)^n - 1) times the sum of the products' magnitudes.
 *
 * @param input of each factor before it is multiplied
 * @param accumulation of each multiplication and addition
 */
public record Rounding(double input, double accumulation) {
  /**
   * Error of a cosine in addition to the product's own, as long as the product's is below 0.2. With
   * u = 2^-24: components of unit vectors rounded twice to float32 change a cosine by at most 4u +
   * 4u^2, and exceed unit length so slightly that the product's bound grows by less than 5u of
   * itself; cuts rounded to float32 add 2u, double arithmetic and underflow less than u up to 2^20
   * dimensions. Together less than 8u.
   */
  public static final double UNIT_VECTOR_ERROR = 0x1p-21;

  private static final double MAX_BOUND = 0.2;

  /** IEEE float32 throughout, to nearest: 24 bits. */
  public static final Rounding FLOAT32 = new Rounding(0, 0x1p-24);

  /** Factors cut to TF32 (11 bits), accumulated in float32 by units that may cut off. */
  public static final Rounding TF32 = new Rounding(0x1p-10, 0x1p-23);

  public Rounding {
    if (!(input >= 0 && accumulation >= 0)) {
      throw new IllegalArgumentException(
          "Invalid rounding: %s, %s (must be 0 or more)".formatted(input, accumulation));
    }
  }

  /**
   * Error of a sum of products, as a share of the sum of their magnitudes, where the factors are
   * exact.
   */
  public double sum(int dimension) {
    return Math.expm1((dimension + 1.0) * Math.log1p(accumulation));
  }

  /**
   * How far the product of two vectors that {@link VectorBlock#putUnit} made may be from their
   * cosine. Magnitudes of their products sum to at most 1 (Cauchy-Schwarz). Where the product is
   * too coarse for a bound, any error is allowed for.
   */
  Tolerance tolerance(int dimension) {
    double error = Math.expm1(2 * Math.log1p(input) + (dimension + 1.0) * Math.log1p(accumulation));
    return new Tolerance(
        0, error < MAX_BOUND ? error + UNIT_VECTOR_ERROR : Double.POSITIVE_INFINITY);
  }
}
