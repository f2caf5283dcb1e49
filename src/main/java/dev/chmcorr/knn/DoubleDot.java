package dev.chmcorr.knn;

/**
 * Dot product of float32 vectors in double precision, with the same bits on every machine: products
 * of two float32 are exact in double, and the products are added to sixteen sums in turn, so that
 * any processor's vector unit can add some of them at once.
 */
abstract class DoubleDot {
  /** Sums that products are added to in turn. */
  static final int SUMS = 16;

  /** The fastest that this JVM can run. */
  static final DoubleDot FASTEST = fastest();

  private static DoubleDot fastest() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return new PlainDot();
    }
    if (WideVectorUnitDot.isFast()) {
      return new WideVectorUnitDot();
    }
    return VectorUnitDot.isFast() ? new VectorUnitDot() : new PlainDot();
  }

  /** Product of n components of each array, from the given places on. */
  final double dot(float[] a, int aStart, float[] b, int bStart, int n) {
    int whole = n - n % SUMS;
    double sum = whole == 0 ? 0 : add(sums(a, aStart, b, bStart, whole));
    for (int i = whole; i < n; i++) {
      sum += (double) a[aStart + i] * b[bStart + i];
    }
    return sum;
  }

  /**
   * The sums.
   *
   * @param n a multiple of {@link #SUMS}
   * @return sum j has components j, j + 16, and so on, added in this order
   */
  abstract double[] sums(float[] a, int aStart, float[] b, int bStart, int n);

  /** Pairwise, each half to the other. */
  private static double add(double[] sums) {
    for (int half = SUMS / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        sums[i] += sums[i + half];
      }
    }
    return sums[0];
  }
}
