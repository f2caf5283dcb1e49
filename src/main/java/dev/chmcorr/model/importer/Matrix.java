package dev.chmcorr.model.importer;

import dev.chmcorr.model.archive.TorchTensor;

/** Small dense matrices of doubles, row-major, for tables that are computed once. */
final class Matrix {
  private Matrix() {}

  static double[][] transpose(double[][] a) {
    double[][] t = new double[a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[i].length; j++) {
        t[j][i] = a[i][j];
      }
    }
    return t;
  }

  static double[][] product(double[][] a, double[][] b) {
    double[][] c = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < b.length; k++) {
        for (int j = 0; j < b[k].length; j++) {
          c[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return c;
  }

  /** The matrix as float32 of another shape, in the same order. */
  static TorchTensor tensor(double[][] a, int... shape) {
    float[] values = new float[a.length * a[0].length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) a[i / a[0].length][i % a[0].length];
    }
    return new TorchTensor(shape, () -> values);
  }

  /** The matrix as float32. */
  static TorchTensor tensor(double[][] a) {
    return tensor(a, a.length, a[0].length);
  }

  /** A tensor without values. */
  static TorchTensor nothing() {
    return new TorchTensor(new int[] {0}, () -> new float[0]);
  }
}
