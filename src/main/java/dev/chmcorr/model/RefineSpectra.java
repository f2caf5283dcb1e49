package dev.chmcorr.model;

import dev.chmcorr.chm.KernelSharing;
import dev.chmcorr.model.archive.TorchModule;
import java.util.Arrays;

/**
 * The 4-D convolution over 30^4 positions: Fourier transformed over the target's plane with period
 * 32, so that a kernel of 5 x 5 does not wrap round, and a plain 5 x 5 convolution over the
 * source's plane for each coefficient. Interpolating the target's plane from 15 x 15 is part of the
 * transform.
 *
 * <p>Seen from the centre of the plane cosines are even and sines odd, so half of the plane gives
 * the other half.
 */
final class RefineSpectra {
  private static final int FROM = 15;
  private static final int SIDE = 30;

  private final PlaneWaves waves = new PlaneWaves(SIDE + KernelSharing.WIDTH / 2);
  private final double[] kernel;

  /**
   * @param kernel [625], see {@link KernelSharing}
   */
  RefineSpectra(double[] kernel) {
    this.kernel = kernel;
  }

  void write(TorchModule module) {
    double[][] analysis = Matrix.product(waves.waves(SIDE), Interpolation.planeMatrix(FROM, SIDE));
    double[][] inverse = waves.inverse(SIDE);
    int count = waves.count();
    module
        .tensor("analysis4", Matrix.tensor(Matrix.transpose(analysis)))
        .tensor("even", Matrix.tensor(firstHalf(inverse, 0, count)))
        .tensor("odd", Matrix.tensor(firstHalf(inverse, count, 2 * count)));
    double[][] spectrum = spectrum();
    int width = KernelSharing.WIDTH;
    module
        .tensor("real4", Matrix.tensor(twice(spectrum, 0), 2 * count, 1, width, width))
        .tensor("imaginary4", Matrix.tensor(twice(spectrum, count), 2 * count, 1, width, width));
  }

  /**
   * Numbers of the target's positions, row-major, in the order in which the network holds them: the
   * first half, then its mirror image.
   */
  static int[] order() {
    int[] order = new int[SIDE * SIDE];
    int half = order.length / 2;
    for (int i = 0; i < half; i++) {
      order[i] = i;
      order[half + i] = order.length - 1 - i;
    }
    return order;
  }

  private static double[][] firstHalf(double[][] inverse, int from, int to) {
    double[][] rows = Arrays.copyOfRange(inverse, from, to);
    return Arrays.stream(rows)
        .map(row -> Arrays.copyOf(row, SIDE * SIDE / 2))
        .toArray(double[][]::new);
  }

  /** [2 * count][25]: the kernel's products over target offsets, for each source offset. */
  private double[][] spectrum() {
    int plane = KernelSharing.WIDTH * KernelSharing.WIDTH;
    double[][] targetBySource = new double[plane][plane];
    for (int offset = 0; offset < kernel.length; offset++) {
      targetBySource[offset % plane][offset / plane] = kernel[offset];
    }
    return Matrix.product(waves.waves(KernelSharing.WIDTH), targetBySource);
  }

  /** One kernel for the cosine and the same for the sine coefficient of each frequency. */
  private double[][] twice(double[][] spectrum, int from) {
    double[][] twice = new double[2 * waves.count()][];
    Arrays.setAll(twice, c -> spectrum[from + c % waves.count()]);
    return twice;
  }
}
