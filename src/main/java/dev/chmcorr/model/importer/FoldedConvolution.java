package dev.chmcorr.model.importer;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.model.archive.TorchTensor;
import dev.chmcorr.model.checkpoint.StateDict;

/**
 * A convolution and the BatchNorm after it as one convolution with a bias. In inference BatchNorm
 * is {@code y = (x - mean) / sqrt(variance + 1e-5) * weight + bias}, a linear map per channel.
 *
 * @param kernel key of the convolution's weight [out, in, height, width]
 * @param norm key prefix of the BatchNorm, with its last dot
 */
record FoldedConvolution(StateDict dict, String kernel, String norm) {
  private static final double EPSILON = 1e-5;

  /** The kernel, each output channel scaled. Read when asked for, not before. */
  TorchTensor weight() {
    return new TorchTensor(dict.shape(kernel), this::scaledKernel);
  }

  /** [out]. */
  TorchTensor bias() {
    return new TorchTensor(new int[] {dict.shape(kernel)[0]}, this::shift);
  }

  private float[] scaledKernel() {
    double[] scale = scale();
    float[] values = dict.tensor(kernel).values();
    int size = values.length / scale.length;
    float[] folded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      folded[i] = (float) (values[i] * scale[i / size]);
    }
    return folded;
  }

  private float[] shift() {
    double[] scale = scale();
    float[] mean = values("running_mean");
    float[] bias = values("bias");
    float[] shift = new float[scale.length];
    for (int c = 0; c < shift.length; c++) {
      shift[c] = (float) (bias[c] - mean[c] * scale[c]);
    }
    return shift;
  }

  private double[] scale() {
    float[] weight = values("weight");
    float[] variance = values("running_var");
    double[] scale = new double[weight.length];
    for (int c = 0; c < scale.length; c++) {
      if (variance[c] < 0) {
        throw new UserException(
            "Cannot import %s: %srunning_var has the value %s, but no variance is negative"
                .formatted(dict.source(), norm, variance[c]));
      }
      scale[c] = weight[c] / Math.sqrt(variance[c] + EPSILON);
    }
    return scale;
  }

  private float[] values(String name) {
    return dict.tensor(norm + name).values();
  }
}
