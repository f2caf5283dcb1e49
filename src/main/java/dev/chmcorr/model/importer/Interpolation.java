package dev.chmcorr.model.importer;

/** Linear interpolation between evenly spaced samples, first and last kept in place. */
final class Interpolation {
  private Interpolation() {}

  /** Returns the matrix [to][from] that brings {@code from} samples to {@code to}. */
  static double[][] matrix(int from, int to) {
    double[][] matrix = new double[to][from];
    for (int i = 0; i < to; i++) {
      double at = (double) i * (from - 1) / (to - 1);
      int below = Math.min((int) at, from - 2);
      matrix[i][below] = 1 - (at - below);
      matrix[i][below + 1] = at - below;
    }
    return matrix;
  }

  /** The same for planes, both axes alike: [to * to][from * from]. */
  static double[][] planeMatrix(int from, int to) {
    double[][] line = matrix(from, to);
    double[][] plane = new double[to * to][from * from];
    for (int out = 0; out < to * to; out++) {
      for (int in = 0; in < from * from; in++) {
        plane[out][in] = line[out / to][in / from] * line[out % to][in % from];
      }
    }
    return plane;
  }
}
