package dev.chmcorr.image;

/**
 * Which input samples make each output sample of a one-dimensional bilinear resize, and with which
 * weights (fixed point).
 */
final class ResizeWeights {
  static final int FRACTION_BITS = 22;

  private final int[] starts;
  private final int[] counts;
  private final int[] weights;
  private final int most;

  /**
   * @param in input samples
   * @param out output samples of the whole
   * @param from first output sample wanted
   * @param wanted how many output samples are wanted
   */
  ResizeWeights(int in, int out, int from, int wanted) {
    double scale = (double) in / out;
    double support = Math.max(scale, 1);
    most = (int) Math.ceil(support) * 2 + 1;
    starts = new int[wanted];
    counts = new int[wanted];
    weights = new int[Math.multiplyExact(wanted, most)];
    double[] exact = new double[most];
    for (int i = 0; i < wanted; i++) {
      double centre = (from + i + 0.5) * scale;
      starts[i] = Math.max(0, (int) (centre - support + 0.5));
      counts[i] = Math.min(in, (int) (centre + support + 0.5)) - starts[i];
      double sum = 0;
      for (int k = 0; k < counts[i]; k++) {
        exact[k] = triangle((starts[i] + k - centre + 0.5) * (1 / support));
        sum += exact[k];
      }
      for (int k = 0; k < counts[i]; k++) {
        weights[first(i) + k] = (int) (0.5 + exact[k] / sum * (1 << FRACTION_BITS));
      }
    }
  }

  private static double triangle(double x) {
    return Math.max(0, 1 - Math.abs(x));
  }

  /** The most input samples of any output sample. */
  int most() {
    return most;
  }

  /** First input sample of the i-th output sample wanted. */
  int start(int i) {
    return starts[i];
  }

  /** Input samples of the i-th output sample wanted. */
  int count(int i) {
    return counts[i];
  }

  /** Index of the first weight of the i-th output sample wanted; the others follow. */
  int first(int i) {
    return i * most;
  }

  int weight(int index) {
    return weights[index];
  }
}
