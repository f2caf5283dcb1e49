package dev.chmcorr.knn;

/**
 * How far true values may be from approximations: by some error either way from {@code
 * approximation + shift}.
 *
 * @param shift what approximations lack
 * @param error 0 or more
 */
public record Tolerance(double shift, double error) {
  public Tolerance {
    if (!(Double.isFinite(shift) && error >= 0)) {
      throw new IllegalArgumentException(
          "Invalid tolerance: %s, %s (the error must be 0 or more)".formatted(shift, error));
    }
  }

  /** What the true value reaches for sure. */
  public double lowerBound(double approximation) {
    double lower = approximation + shift - error;
    return Double.isNaN(lower) ? Double.NEGATIVE_INFINITY : lower;
  }

  /** What the true value does not exceed. */
  public double upperBound(double approximation) {
    double upper = approximation + shift + error;
    return Double.isNaN(upper) ? Double.POSITIVE_INFINITY : upper;
  }

  /** The smallest approximation of a value that reaches the threshold. */
  public double cut(double threshold) {
    return threshold - shift - error;
  }
}
