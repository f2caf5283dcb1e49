package dev.chmcorr.chm;

import java.util.Arrays;

/**
 * Convolutional Hough matching (Min & Cho 2021, section 3) step by step as the paper has it, in
 * double, one number at a time: what the network that runs is tested against. Features are
 * [C][15][15], flat.
 */
public final class PlainHoughMatching {
  private static final int SIDE = 15;
  private static final int PLANE = SIDE * SIDE;
  private static final int FINE = 30;
  private static final int[] SIDES = {11, 15, 21};

  private final double[][] projections;
  private final int descriptor;
  private final HoughKernels kernels;

  /**
   * @param projections for each scale a 3 x 3 convolution [D][C][3][3]
   * @param descriptor D
   */
  public PlainHoughMatching(double[][] projections, int descriptor, HoughKernels kernels) {
    this.projections = projections;
    this.descriptor = descriptor;
    this.kernels = kernels;
  }

  /** Unit vectors of one scale's feature map: [n * n][D]. */
  double[][] describe(double[] features, int scale) {
    int n = SIDES[scale];
    int channels = features.length / PLANE;
    double[] resized = new double[channels * n * n];
    for (int c = 0; c < channels; c++) {
      double[] plane = Arrays.copyOfRange(features, c * PLANE, (c + 1) * PLANE);
      System.arraycopy(resize(plane, SIDE, n), 0, resized, c * n * n, n * n);
    }
    double[][] vectors = new double[n * n][];
    for (int position = 0; position < n * n; position++) {
      vectors[position] = unit(project(resized, n, channels, position, projections[scale]));
    }
    return vectors;
  }

  private double[] project(double[] x, int n, int channels, int position, double[] weights) {
    double[] y = new double[descriptor];
    for (int d = 0; d < descriptor; d++) {
      for (int c = 0; c < channels; c++) {
        for (int tap = 0; tap < 9; tap++) {
          int row = position / n + tap / 3 - 1;
          int column = position % n + tap % 3 - 1;
          if (row >= 0 && row < n && column >= 0 && column < n) {
            y[d] += weights[(d * channels + c) * 9 + tap] * x[(c * n + row) * n + column];
          }
        }
      }
    }
    return y;
  }

  private static double[] unit(double[] vector) {
    double length = Math.sqrt(Arrays.stream(vector).map(v -> v * v).sum());
    return Arrays.stream(vector).map(v -> v / length).toArray();
  }

  /** Positive cosines at two scales, resized: [15^4], source row, column, target row, column. */
  private double[] correlation(double[][] source, double[][] target) {
    int n = (int) Math.sqrt(source.length);
    int m = (int) Math.sqrt(target.length);
    double[][] bySource = new double[source.length][];
    for (int s = 0; s < source.length; s++) {
      double[] row = new double[target.length];
      for (int t = 0; t < target.length; t++) {
        for (int d = 0; d < descriptor; d++) {
          row[t] += source[s][d] * target[t][d];
        }
      }
      bySource[s] = resize(row, m, SIDE);
    }
    double[] result = new double[PLANE * PLANE];
    for (int t = 0; t < PLANE; t++) {
      int column = t;
      double[] plane = Arrays.stream(bySource).mapToDouble(row -> row[column]).toArray();
      double[] resized = resize(plane, n, SIDE);
      for (int s = 0; s < PLANE; s++) {
        result[s * PLANE + t] = Math.max(0, resized[s]);
      }
    }
    return result;
  }

  /**
   * The votes before softplus: [900][900] flat, source by target position, each row * 30 + column.
   */
  public double[] votes(double[] source, double[] target) {
    double[][] correlations = new double[9][];
    for (int pair = 0; pair < 9; pair++) {
      correlations[pair] = correlation(describe(source, pair / 3), describe(target, pair % 3));
    }
    double[] votes = new double[PLANE * PLANE];
    for (int pair = 0; pair < 9; pair++) {
      double[] pairVotes = match(correlations, pair);
      Arrays.setAll(votes, i -> Math.max(votes[i], pairVotes[i]));
    }
    double[] fine = new double[FINE * FINE * FINE * FINE];
    Arrays.fill(fine, kernels.refineBias());
    convolve(upsample(votes), FINE, kernels.refine(), fine);
    return fine;
  }

  private double[] match(double[][] correlations, int pair) {
    double[] sum = new double[PLANE * PLANE];
    Arrays.fill(sum, kernels.matchBias());
    for (int offset = 0; offset < 9; offset++) {
      int a = pair / 3 + offset / 3 - 1;
      int b = pair % 3 + offset % 3 - 1;
      if (a >= 0 && a < 3 && b >= 0 && b < 3) {
        convolve(correlations[a * 3 + b], SIDE, kernels.match().get(offset), sum);
      }
    }
    return Arrays.stream(sum).map(v -> 1 / (1 + Math.exp(-v))).toArray();
  }

  /** Adds the 4-D convolution of x, [n^4], to y. */
  private static void convolve(double[] x, int n, double[] kernel, double[] y) {
    for (int offset = 0; offset < kernel.length; offset++) {
      int[] d = {offset / 125 - 2, offset / 25 % 5 - 2, offset / 5 % 5 - 2, offset % 5 - 2};
      int shift = ((d[0] * n + d[1]) * n + d[2]) * n + d[3];
      for (int i = Math.max(0, -d[0]); i < Math.min(n, n - d[0]); i++) {
        for (int j = Math.max(0, -d[1]); j < Math.min(n, n - d[1]); j++) {
          for (int k = Math.max(0, -d[2]); k < Math.min(n, n - d[2]); k++) {
            int row = ((i * n + j) * n + k) * n;
            for (int l = Math.max(0, -d[3]); l < Math.min(n, n - d[3]); l++) {
              y[row + l] += kernel[offset] * x[row + l + shift];
            }
          }
        }
      }
    }
  }

  private static double[] upsample(double[] votes) {
    double[][] rows = new double[PLANE][];
    for (int s = 0; s < PLANE; s++) {
      rows[s] = resize(Arrays.copyOfRange(votes, s * PLANE, (s + 1) * PLANE), SIDE, FINE);
    }
    double[] fine = new double[FINE * FINE * FINE * FINE];
    for (int t = 0; t < FINE * FINE; t++) {
      int column = t;
      double[] plane = Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
      double[] resized = resize(plane, SIDE, FINE);
      for (int s = 0; s < FINE * FINE; s++) {
        fine[s * FINE * FINE + t] = resized[s];
      }
    }
    return fine;
  }

  /**
   * Where the 49 grid points go, [2][49], x then y, in [-1, 1].
   *
   * @param raw votes before softplus
   */
  public static double[][] locate(double[] raw) {
    double[] votes = Arrays.stream(raw).map(v -> Math.log1p(Math.exp(v))).toArray();
    int size = FINE * FINE;
    double[] columns = new double[size];
    for (int i = 0; i < votes.length; i++) {
      columns[i % size] = Math.max(columns[i % size], votes[i]);
    }
    double[][] positions = new double[size][];
    for (int s = 0; s < size; s++) {
      positions[s] = expected(Arrays.copyOfRange(votes, s * size, (s + 1) * size), columns);
    }
    double[][] points = new double[2][Grid.POINTS];
    for (int p = 0; p < Grid.POINTS; p++) {
      double total = 0;
      for (int s = 0; s < size; s++) {
        double x = (Grid.x(p) - 120) / 120.0 - coordinate(s % FINE);
        double y = (Grid.y(p) - 120) / 120.0 - coordinate(s / FINE);
        double weight = Math.max(0, 0.1 - Math.sqrt(x * x + y * y + 1e-5));
        total += weight;
        points[0][p] += weight * positions[s][0];
        points[1][p] += weight * positions[s][1];
      }
      points[0][p] /= total;
      points[1][p] /= total;
    }
    return points;
  }

  /** Expected target position (x, y) of one source position. */
  private static double[] expected(double[] votes, double[] columns) {
    double largest = Arrays.stream(votes).max().orElseThrow();
    double[] mutual = new double[votes.length];
    int best = 0;
    for (int t = 0; t < votes.length; t++) {
      mutual[t] = votes[t] * (votes[t] / largest) * (votes[t] / columns[t]);
      best = mutual[t] > mutual[best] ? t : best;
    }
    double total = 0;
    double[] position = new double[2];
    for (int t = 0; t < votes.length; t++) {
      double down = t / FINE - best / FINE;
      double right = t % FINE - best % FINE;
      double near = Math.exp(-(down * down + right * right) / (2 * 17 * 17));
      double weight = Math.exp(mutual[t] * near);
      total += weight;
      position[0] += weight * coordinate(t % FINE);
      position[1] += weight * coordinate(t / FINE);
    }
    return new double[] {position[0] / total, position[1] / total};
  }

  private static double coordinate(int index) {
    return -1 + 2.0 * index / (FINE - 1);
  }

  /** Bilinear, corners kept in place: [n * n] to [m * m]. */
  static double[] resize(double[] plane, int n, int m) {
    double[] resized = new double[m * m];
    double step = (n - 1.0) / (m - 1);
    for (int i = 0; i < m * m; i++) {
      int row = i / m;
      double y = row * step;
      double x = i % m * step;
      int top = Math.min((int) y, n - 2);
      int left = Math.min((int) x, n - 2);
      int at = top * n + left;
      double above = plane[at] + (plane[at + 1] - plane[at]) * (x - left);
      double below = plane[at + n] + (plane[at + n + 1] - plane[at + n]) * (x - left);
      resized[i] = above + (below - above) * (y - top);
    }
    return resized;
  }
}
