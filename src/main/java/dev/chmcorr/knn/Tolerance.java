package dev.chmcorr.knn;

/**
 * How far true values may be from approximations: by {@code absolute + relative * |approximation|}
 * either way from {@code approximation + shift}.
 *
 * @param shift what approximations lack
 * @param absolute error
 * @param relative error added to it, less than 1
 */
public record Tolerance(double shift, double absolute, double relative) {
  public Tolerance {
    if (!(Double.isFinite(shift) && absolute >= 0 && relative >= 0 && relative < 1)) {
      throw new IllegalArgumentException(
          "Invalid tolerance: %s, %s, %s (errors must be 0 or more, the last below 1)"
              .formatted(shift, absolute, relative));
    }
  }

  /** What the true value reaches for sure. */
  public double lowerBound(double approximation) {
    double lower = approximation + shift - absolute - relative * Math.abs(approximation);
    return Double.isNaN(lower) ? Double.NEGATIVE_INFINITY : lower;
  }

  /** What the true value does not exceed. */
  public double upperBound(double approximation) {
    double upper = approximation + shift + absolute + relative * Math.abs(approximation);
    return Double.isNaN(upper) ? Double.POSITIVE_INFINITY : upper;
  }

  /** The smallest approximation of a value that reaches the threshold. */
  public double cut(double threshold) {
    double lowered = threshold - shift - absolute;
    return lowered / (lowered < 0 ? 1 - relative : 1 + relative);
  }
}
