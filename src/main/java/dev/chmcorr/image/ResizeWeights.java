package dev.chmcorr.image;

/**
 * Which input samples make each output sample of a one-dimensional bilinear resize, and with which
 * weights (fixed point). Each reads equally many; where fewer would do, weights are 0.
 */
final class ResizeWeights {
  static final int FRACTION_BITS = 22;

  private final int[] starts;
  private final int[] weights;
  private final int taps;

  /**
   * @param in input samples
   * @param out output samples of the whole
   * @param from first output sample wanted
   * @param wanted how many output samples are wanted
   */
  ResizeWeights(int in, int out, int from, int wanted) {
    double scale = (double) in / out;
    double support = Math.max(scale, 1);
    starts = new int[wanted];
    int[] counts = new int[wanted];
    int most = 0;
    for (int i = 0; i < wanted; i++) {
      double centre = (from + i + 0.5) * scale;
      starts[i] = Math.max(0, (int) (centre - support + 0.5));
      counts[i] = Math.min(in, (int) (centre + support + 0.5)) - starts[i];
      most = Math.max(most, counts[i]);
    }
    taps = most;
    weights = new int[Math.multiplyExact(wanted, taps)];
    for (int i = 0; i < wanted; i++) {
      int start = Math.min(starts[i], in - taps);
      double centre = (from + i + 0.5) * scale;
      weigh(centre, support, starts[i], counts[i], first(i) + starts[i] - start);
      starts[i] = start;
    }
  }

  /** Stores the weights of {@code count} samples from {@code start} on, in Pillow's own order. */
  private void weigh(double centre, double support, int start, int count, int first) {
    double[] exact = new double[count];
    double sum = 0;
    for (int k = 0; k < count; k++) {
      exact[k] = triangle((start + k - centre + 0.5) * (1 / support));
      sum += exact[k];
    }
    for (int k = 0; k < count; k++) {
      weights[first + k] = (int) (0.5 + exact[k] / sum * (1 << FRACTION_BITS));
    }
  }

  private static double triangle(double x) {
    return Math.max(0, 1 - Math.abs(x));
  }

  /** Input samples of each output sample. */
  int taps() {
    return taps;
  }

  /**
   * First input sample of the i-th output sample wanted; never less than that of the one before.
   */
  int start(int i) {
    return starts[i];
  }

  /** Index of the first weight of the i-th output sample wanted; the others follow. */
  int first(int i) {
    return i * taps;
  }

  int weight(int index) {
    return weights[index];
  }
}
