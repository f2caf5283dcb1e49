package dev.chmcorr.pickle.published;

import java.util.Arrays;

/** Rows laid one behind the other, in the wider type that numpy uses. */
final class FlattenedRows {
  private FlattenedRows() {}

  static double[] doubles(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  static double[] doubles(float[][] rows) {
    return doubles(Arrays.stream(rows).map(FlattenedRows::doubles).toArray(double[][]::new));
  }

  static double[] doubles(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  static long[] longs(int[][] rows) {
    return Arrays.stream(rows).flatMapToInt(Arrays::stream).asLongStream().toArray();
  }
}
