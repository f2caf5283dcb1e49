package dev.chmcorr.model.importer;

import dev.chmcorr.chm.Grid;
import dev.chmcorr.model.archive.TorchModule;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Constants of the transfer of keypoints (Min & Cho 2021, section 4.1): each keypoint goes where
 * the votes send the positions near it, 30 x 30 positions to an image.
 */
final class TransferTables {
  private static final int SIDE = 30;
  private static final int POSITIONS = SIDE * SIDE;

  /** Distance, in [-1, 1], from which a position has no weight. */
  private static final double REACH = 0.1;

  private static final double ROUNDING = 1e-5;

  /** Of the Gaussian about a row's best position, in positions. */
  private static final double DEVIATION = 17;

  private TransferTables() {}

  static void write(TorchModule module) {
    double[][] weights = weights();
    int[] weighted = weighted(weights);
    module
        .tensor("rows", Matrix.tensor(row(weighted), weighted.length))
        .tensor("keypoints", Matrix.tensor(select(weights, weighted)))
        .tensor("gaussian", Matrix.tensor(gaussian()))
        .tensor("grid", Matrix.tensor(grid()));
  }

  /** Source positions that some grid point asks for. */
  private static int[] weighted(double[][] weights) {
    return IntStream.range(0, POSITIONS)
        .filter(q -> Arrays.stream(weights).anyMatch(row -> row[q] > 0))
        .toArray();
  }

  private static double[][] row(int[] positions) {
    return new double[][] {Arrays.stream(positions).asDoubleStream().toArray()};
  }

  /** [49][900]: weight of each source position for each grid point; sums to 1. */
  private static double[][] weights() {
    double[][] weights = new double[Grid.POINTS][POSITIONS];
    for (int p = 0; p < Grid.POINTS; p++) {
      for (int q = 0; q < POSITIONS; q++) {
        double x = normalised(Grid.x(p)) - coordinate(q % SIDE);
        double y = normalised(Grid.y(p)) - coordinate(q / SIDE);
        weights[p][q] = Math.max(0, REACH - Math.sqrt(x * x + y * y + ROUNDING));
      }
      double sum = Arrays.stream(weights[p]).sum();
      weights[p] = Arrays.stream(weights[p]).map(w -> w / sum).toArray();
    }
    return weights;
  }

  private static double[][] gaussian() {
    double[][] gaussian = new double[POSITIONS][POSITIONS];
    for (int a = 0; a < POSITIONS; a++) {
      for (int b = 0; b < POSITIONS; b++) {
        double down = a / SIDE - b / SIDE;
        double right = a % SIDE - b % SIDE;
        gaussian[a][b] = Math.exp(-(down * down + right * right) / (2 * DEVIATION * DEVIATION));
      }
    }
    return gaussian;
  }

  /** [900][2]: x and y of each target position. */
  private static double[][] grid() {
    return IntStream.range(0, POSITIONS)
        .mapToObj(q -> new double[] {coordinate(q % SIDE), coordinate(q / SIDE)})
        .toArray(double[][]::new);
  }

  private static double[][] select(double[][] a, int[] columns) {
    return Arrays.stream(a)
        .map(row -> Arrays.stream(columns).mapToDouble(c -> row[c]).toArray())
        .toArray(double[][]::new);
  }

  private static double normalised(int pixel) {
    double half = Grid.IMAGE_SIDE / 2.0;
    return (pixel - half) / half;
  }

  private static double coordinate(int index) {
    return -1 + 2.0 * index / (SIDE - 1);
  }
}
