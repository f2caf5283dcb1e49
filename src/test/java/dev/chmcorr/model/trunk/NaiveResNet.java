package dev.chmcorr.model.trunk;

import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.model.checkpoint.StateDict;

/**
 * A bottleneck ResNet as its paper and torchvision define it, in float64, one loop after another:
 * the oracle for the fast one. BatchNorm is not folded.
 */
public final class NaiveResNet {
  private static final double[] MEAN = {0.485, 0.456, 0.406};
  private static final double[] DEVIATION = {0.229, 0.224, 0.225};

  private final StateDict dict;

  public NaiveResNet(StateDict dict) {
    this.dict = dict;
  }

  /** The last feature map, [C][h][w]. */
  public double[][][] features(RgbImage image) {
    double[][][] x = relu(norm(convolve(normalise(image), "conv1.weight", 2, 3), "bn1."));
    x = maxPool(x);
    for (int stage = 1; stage <= 4; stage++) {
      for (int b = 0; exists("layer%d.%d.".formatted(stage, b)); b++) {
        x = block(x, "layer%d.%d.".formatted(stage, b), b == 0 && stage > 1 ? 2 : 1);
      }
    }
    return x;
  }

  private boolean exists(String block) {
    return dict.shape(block + "conv1.weight") != null;
  }

  private double[][][] block(double[][][] x, String name, int stride) {
    double[][][] y = relu(norm(convolve(x, name + "conv1.weight", 1, 0), name + "bn1."));
    y = relu(norm(convolve(y, name + "conv2.weight", stride, 1), name + "bn2."));
    y = norm(convolve(y, name + "conv3.weight", 1, 0), name + "bn3.");
    double[][][] shortcut = x;
    if (dict.shape(name + "downsample.0.weight") != null) {
      shortcut = convolve(x, name + "downsample.0.weight", stride, 0);
      shortcut = norm(shortcut, name + "downsample.1.");
    }
    for (int c = 0; c < y.length; c++) {
      for (int i = 0; i < y[c].length; i++) {
        for (int j = 0; j < y[c][i].length; j++) {
          y[c][i][j] += shortcut[c][i][j];
        }
      }
    }
    return relu(y);
  }

  private static double[][][] normalise(RgbImage image) {
    double[][][] x = new double[3][image.height()][image.width()];
    for (int i = 0; i < image.height(); i++) {
      for (int j = 0; j < image.width(); j++) {
        for (int c = 0; c < 3; c++) {
          int value = image.data()[3 * (i * image.width() + j) + c] & 0xff;
          x[c][i][j] = (value / 255.0 - MEAN[c]) / DEVIATION[c];
        }
      }
    }
    return x;
  }

  private double[][][] convolve(double[][][] x, String kernel, int stride, int padding) {
    int[] shape = dict.shape(kernel);
    float[] weights = dict.tensor(kernel).values();
    int side = shape[2];
    int height = (x[0].length + 2 * padding - side) / stride + 1;
    int width = (x[0][0].length + 2 * padding - side) / stride + 1;
    double[][][] y = new double[shape[0]][height][width];
    for (int o = 0; o < shape[0]; o++) {
      for (int i = 0; i < height; i++) {
        for (int j = 0; j < width; j++) {
          int start = o * shape[1] * side * side;
          y[o][i][j] = dot(x, weights, start, side, i * stride - padding, j * stride - padding);
        }
      }
    }
    return y;
  }

  private static double dot(
      double[][][] x, float[] weights, int start, int side, int top, int left) {
    double sum = 0;
    int w = start;
    for (double[][] plane : x) {
      for (int r = top; r < top + side; r++) {
        for (int c = left; c < left + side; c++, w++) {
          if (r >= 0 && r < plane.length && c >= 0 && c < plane[0].length) {
            sum += weights[w] * plane[r][c];
          }
        }
      }
    }
    return sum;
  }

  private double[][][] norm(double[][][] x, String name) {
    float[] weight = dict.tensor(name + "weight").values();
    float[] bias = dict.tensor(name + "bias").values();
    float[] mean = dict.tensor(name + "running_mean").values();
    float[] variance = dict.tensor(name + "running_var").values();
    for (int c = 0; c < x.length; c++) {
      for (double[] row : x[c]) {
        for (int j = 0; j < row.length; j++) {
          row[j] = (row[j] - mean[c]) / Math.sqrt(variance[c] + 1e-5) * weight[c] + bias[c];
        }
      }
    }
    return x;
  }

  private static double[][][] relu(double[][][] x) {
    for (double[][] plane : x) {
      for (double[] row : plane) {
        for (int j = 0; j < row.length; j++) {
          row[j] = Math.max(0, row[j]);
        }
      }
    }
    return x;
  }

  /** Over 3 x 3, stride 2; what lies outside counts as zero, which no value after relu is below. */
  private static double[][][] maxPool(double[][][] x) {
    int height = (x[0].length - 1) / 2 + 1;
    int width = (x[0][0].length - 1) / 2 + 1;
    double[][][] y = new double[x.length][height][width];
    for (int c = 0; c < x.length; c++) {
      for (int i = 0; i < x[c].length; i++) {
        for (int j = 0; j < x[c][i].length; j++) {
          for (int r = i / 2; r <= (i + 1) / 2 && r < height; r++) {
            for (int q = j / 2; q <= (j + 1) / 2 && q < width; q++) {
              y[c][r][q] = Math.max(y[c][r][q], x[c][i][j]);
            }
          }
        }
      }
    }
    return y;
  }
}
