package dev.chmcorr.model.importer;

import dev.chmcorr.chm.KernelSharing;
import dev.chmcorr.model.archive.TorchModule;
import dev.chmcorr.model.archive.TorchTensor;
import java.util.Arrays;

/**
 * The 4-D convolution over 30^4 positions, seen as a matrix [row pairs, column pairs], a column
 * pair being (target column, source column). It is Fourier transformed over column pairs with
 * period 32, so that a kernel of 5 x 5 does not wrap round; each coefficient then goes through a
 * plain 5 x 5 convolution over row pairs. Interpolation from 15 to 30 columns is part of the
 * transform.
 *
 * <p>With v a frequency of the source and u one of the target, a coefficient's number is ((v, 0 for
 * the cosine or 1 for the sine), u). Of two opposite frequencies, whose coefficients are conjugate,
 * one counts: v goes up to half of the period, and where it is its own opposite, so does u; but all
 * have a number, so that the way back can go axis by axis,
 *
 * <pre>
 *   C cos(ut + vs) + S sin(ut + vs) = (C cos(ut) + S sin(ut)) cos(vs)
 *                                   + (S cos(ut) - C sin(ut)) sin(vs),
 * </pre>
 *
 * the target's first. Both at once would take ten times as many multiplications, or five, with the
 * symmetry of cosines and sines made use of.
 */
final class RefineSpectra {
  private static final int FROM = 15;
  private static final int SIDE = 30;
  private static final int WIDTH = KernelSharing.WIDTH;
  private static final int PERIOD = SIDE + WIDTH / 2;
  private static final int SOURCES = PERIOD / 2 + 1;
  private static final int COEFFICIENTS = SOURCES * 2 * PERIOD;
  private static final double NOTHING = 1e-9;

  /** Of the kernel: [coefficient][target row * 5 + source row]. */
  private final double[][] spectrum;

  /**
   * @param kernel [625], see {@link KernelSharing}
   */
  RefineSpectra(double[] kernel) {
    spectrum = Matrix.product(waves(WIDTH), columnsByRows(kernel));
  }

  void write(TorchModule module) {
    double[][] analysis =
        Matrix.product(weighted(waves(SIDE)), Interpolation.planeMatrix(FROM, SIDE));
    double[][] imaginary = imaginary();
    module
        .tensor("analysis4", Matrix.tensor(Matrix.transpose(analysis)))
        .tensor("target4", Matrix.tensor(target()))
        .tensor("source4", Matrix.tensor(source()))
        .tensor("real4", kernels(real()))
        .tensor("imaginary4", vanishes(imaginary) ? Matrix.nothing() : kernels(imaginary));
  }

  private static boolean isSine(int coefficient) {
    return coefficient / PERIOD % 2 == 1;
  }

  /** [coefficient][target column * side + source column], seen from the centre. */
  private static double[][] waves(int side) {
    double[][] waves = new double[COEFFICIENTS][side * side];
    for (int c = 0; c < COEFFICIENTS; c++) {
      for (int pair = 0; pair < side * side; pair++) {
        double angle =
            angle(c % PERIOD, pair / side, side) + angle(c / PERIOD / 2, pair % side, side);
        waves[c][pair] = isSine(c) ? Math.sin(angle) : Math.cos(angle);
      }
    }
    return waves;
  }

  private static double angle(int frequency, int position, int side) {
    return 2 * Math.PI / PERIOD * frequency * (position - (side - 1) / 2.0);
  }

  /**
   * The waves, so weighted that the sum of all, each times its product with a plane, is the plane.
   */
  private static double[][] weighted(double[][] waves) {
    double[][] weighted = new double[COEFFICIENTS][];
    Arrays.setAll(
        weighted,
        c -> {
          double weight = weight(c / PERIOD / 2, c % PERIOD) / (PERIOD * PERIOD);
          return Arrays.stream(waves[c]).map(wave -> weight * wave).toArray();
        });
    return weighted;
  }

  private static double weight(int v, int u) {
    if (v % (PERIOD / 2) != 0) {
      return 2;
    }
    if (u % (PERIOD / 2) == 0) {
      return 1;
    }
    return u < PERIOD / 2 ? 2 : 0;
  }

  /** [(0 or 1, u)][(0 for the factor of cos(vs) or 1 for that of sin(vs), target column)]. */
  private static double[][] target() {
    double[][] target = new double[2 * PERIOD][2 * SIDE];
    for (int u = 0; u < PERIOD; u++) {
      for (int t = 0; t < SIDE; t++) {
        double cosine = Math.cos(angle(u, t, SIDE));
        double sine = Math.sin(angle(u, t, SIDE));
        target[u][t] = cosine;
        target[PERIOD + u][t] = sine;
        target[u][SIDE + t] = -sine;
        target[PERIOD + u][SIDE + t] = cosine;
      }
    }
    return target;
  }

  /** [source column][(v, 0 or 1)]. */
  private static double[][] source() {
    double[][] source = new double[SIDE][2 * SOURCES];
    for (int s = 0; s < SIDE; s++) {
      for (int v = 0; v < SOURCES; v++) {
        source[s][2 * v] = Math.cos(angle(v, s, SIDE));
        source[s][2 * v + 1] = Math.sin(angle(v, s, SIDE));
      }
    }
    return source;
  }

  /** [target column * 5 + source column][target row * 5 + source row], offsets. */
  private static double[][] columnsByRows(double[] kernel) {
    double[][] columnsByRows = new double[WIDTH * WIDTH][WIDTH * WIDTH];
    for (int offset = 0; offset < kernel.length; offset++) {
      int sourceRow = offset / 125;
      int sourceColumn = offset / 25 % WIDTH;
      int targetRow = offset / WIDTH % WIDTH;
      int targetColumn = offset % WIDTH;
      columnsByRows[targetColumn * WIDTH + sourceColumn][targetRow * WIDTH + sourceRow] =
          kernel[offset];
    }
    return columnsByRows;
  }

  /** The kernel's cosines, for cosine and sine coefficients alike: [coefficient][25]. */
  private double[][] real() {
    double[][] real = new double[COEFFICIENTS][];
    Arrays.setAll(real, c -> spectrum[isSine(c) ? c - PERIOD : c]);
    return real;
  }

  /** The kernel's sines, by which sine coefficients go to the cosine's, and the other way less. */
  private double[][] imaginary() {
    double[][] imaginary = new double[COEFFICIENTS][];
    Arrays.setAll(
        imaginary,
        c ->
            isSine(c)
                ? spectrum[c]
                : Arrays.stream(spectrum[c + PERIOD]).map(value -> -value).toArray());
    return imaginary;
  }

  private static boolean vanishes(double[][] a) {
    return Arrays.stream(a).flatMapToDouble(Arrays::stream).allMatch(v -> Math.abs(v) < NOTHING);
  }

  private static TorchTensor kernels(double[][] rows) {
    return Matrix.tensor(rows, COEFFICIENTS, 1, WIDTH, WIDTH);
  }
}
