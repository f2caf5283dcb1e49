package dev.chmcorr.knn;

/** In plain Java. */
final class PlainDot extends DoubleDot {
  @Override
  double[] sums(float[] a, int aStart, float[] b, int bStart, int n) {
    double[] sums = new double[SUMS];
    for (int i = 0; i < n; i += SUMS) {
      for (int j = 0; j < SUMS; j++) {
        sums[j] += (double) a[aStart + i + j] * b[bStart + i + j];
      }
    }
    return sums;
  }
}
