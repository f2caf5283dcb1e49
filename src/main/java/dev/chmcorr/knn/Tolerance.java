package dev.chmcorr.knn;

/**
 * How far an approximation may be from the true value.
 *
 * @param absolute error
 * @param relative error beside it, as a share of the approximation; less than 1
 */
public record Tolerance(double absolute, double relative) {
  public Tolerance {
    if (!(absolute >= 0 && relative >= 0 && relative < 1)) {
      throw new IllegalArgumentException(
          "Invalid tolerance: %s, %s (must be 0 or more, the second below 1)"
              .formatted(absolute, relative));
    }
  }

  /** The same with more absolute error. */
  public Tolerance plus(double error) {
    return new Tolerance(absolute + error, relative);
  }

  /** What the true value reaches for sure. */
  public double least(double approximation) {
    return approximation - absolute - relative * Math.abs(approximation);
  }

  /** The smallest approximation of a value that reaches the floor. */
  public double cut(double floor) {
    double lowered = floor - absolute;
    return lowered / (lowered < 0 ? 1 - relative : 1 + relative);
  }
}
