package dev.chmcorr.model;

import dev.chmcorr.chm.KernelSharing;
import dev.chmcorr.model.archive.TorchModule;
import dev.chmcorr.model.archive.TorchTensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The 4-D convolution over 30^4 positions, seen as a matrix [row pairs, column pairs], a column
 * pair being (target column, source column). It is Fourier transformed over column pairs with
 * period 32, so that a kernel of 5 x 5 does not wrap round; each coefficient then goes through a
 * plain 5 x 5 convolution over row pairs. Interpolation from 15 to 30 columns is part of the
 * transform.
 *
 * <p>Seen from the centre of the plane of column pairs cosines are even and sines odd, so half of
 * the plane gives the other half.
 */
final class RefineSpectra {
  private static final int FROM = 15;
  private static final int SIDE = 30;
  private static final int WIDTH = KernelSharing.WIDTH;
  private static final double NOTHING = 1e-9;

  private final PlaneWaves waves = new PlaneWaves(SIDE + WIDTH / 2);
  private final int count = waves.count();
  private final double[] kernel;

  /**
   * @param kernel [625], see {@link KernelSharing}
   */
  RefineSpectra(double[] kernel) {
    this.kernel = kernel;
  }

  void write(TorchModule module) {
    double[][] analysis = Matrix.product(waves.waves(SIDE), Interpolation.planeMatrix(FROM, SIDE));
    double[][] synthesis = leftHalf(waves.inverse(SIDE));
    double[][] spectrum = spectrum();
    double[][] real = Arrays.copyOf(spectrum, count);
    double[][] imaginary = Arrays.copyOfRange(spectrum, count, 2 * count);
    module
        .tensor("analysis4", Matrix.tensor(Matrix.transpose(analysis)))
        .tensor("even", Matrix.tensor(Arrays.copyOf(synthesis, count)))
        .tensor("odd", Matrix.tensor(Arrays.copyOfRange(synthesis, count, 2 * count)))
        .tensor("real4", twice(real))
        .tensor("imaginary4", vanishes(imaginary) ? nothing() : twice(imaginary));
  }

  /** [2 * count][450]: only source columns below 15, each with all target columns. */
  private static double[][] leftHalf(double[][] inverse) {
    int[] pairs =
        IntStream.range(0, SIDE * SIDE / 2).map(p -> p % SIDE * SIDE + p / SIDE).toArray();
    return Arrays.stream(inverse)
        .map(wave -> Arrays.stream(pairs).mapToDouble(pair -> wave[pair]).toArray())
        .toArray(double[][]::new);
  }

  /** [2 * count][25]: the kernel's products over column offsets, for each (target, source) row. */
  private double[][] spectrum() {
    double[][] columnsByRows = new double[WIDTH * WIDTH][WIDTH * WIDTH];
    for (int offset = 0; offset < kernel.length; offset++) {
      int sourceRow = offset / 125;
      int sourceColumn = offset / 25 % WIDTH;
      int targetRow = offset / WIDTH % WIDTH;
      int targetColumn = offset % WIDTH;
      columnsByRows[targetColumn * WIDTH + sourceColumn][targetRow * WIDTH + sourceRow] =
          kernel[offset];
    }
    return Matrix.product(waves.waves(WIDTH), columnsByRows);
  }

  private static boolean vanishes(double[][] a) {
    return Arrays.stream(a).flatMapToDouble(Arrays::stream).allMatch(v -> Math.abs(v) < NOTHING);
  }

  private static TorchTensor nothing() {
    return new TorchTensor(new int[] {0}, () -> new float[0]);
  }

  /** One kernel for the cosine and the same for the sine coefficient of each frequency. */
  private TorchTensor twice(double[][] spectrum) {
    double[][] twice = new double[2 * count][];
    Arrays.setAll(twice, c -> spectrum[c % count]);
    return Matrix.tensor(twice, 2 * count, 1, WIDTH, WIDTH);
  }
}
