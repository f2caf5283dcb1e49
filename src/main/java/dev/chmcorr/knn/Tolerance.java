package dev.chmcorr.knn;

/**
 * How far true values may be from approximations: by {@code absolute + relative * |approximation|}
 * either way from {@code approximation + shift}.
 *
 * @param shift what approximations lack
 * @param absolute error
 * @param relative error beside it, less than 1
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
  public double least(double approximation) {
    double least = approximation + shift - absolute - relative * Math.abs(approximation);
    return Double.isNaN(least) ? Double.NEGATIVE_INFINITY : least;
  }

  /** What the true value does not exceed. */
  public double most(double approximation) {
    double most = approximation + shift + absolute + relative * Math.abs(approximation);
    return Double.isNaN(most) ? Double.POSITIVE_INFINITY : most;
  }

  /** The smallest approximation of a value that reaches the floor. */
  public double cut(double floor) {
    double lowered = floor - shift - absolute;
    return lowered / (lowered < 0 ? 1 - relative : 1 + relative);
  }
}
