package dev.chmcorr.model.importer;

import dev.chmcorr.chm.KernelSharing;
import dev.chmcorr.model.archive.TorchModule;
import dev.chmcorr.model.archive.TorchTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The 6-D convolution as products of spectra. Its input for one pair of scales is seen as a matrix
 * [row pairs, column pairs], a row pair being (target row, source row); both sides of the matrix
 * are planes of 15 x 15, Fourier transformed with period 17, so that a kernel of 5 x 5 does not
 * wrap round.
 *
 * <p>With cos and sin for either side, a kernel's spectrum has four parts. Convolution multiplies
 * by each, three of them with cosine and sine coefficients of rows, of columns, or of both swapped.
 * Those three vanish where the kernel equals its mirror images, as shared kernels do.
 *
 * <p>The plain part of the kernel that leaves scales as they are, the centre, acts on all nine
 * pairs of scales at once. The others are terms: output, input, swap, spectrum.
 */
final class MatchSpectra {
  private static final int SIDE = 15;
  private static final int SCALES = 3;
  private static final int SWAPS = 4;
  private static final int CENTRE = 4;
  private static final double NOTHING = 1e-9;

  private final PlaneWaves waves = new PlaneWaves(SIDE + KernelSharing.WIDTH / 2);
  private final double[][] kernelWaves = waves.waves(KernelSharing.WIDTH);
  private final TorchTensor centre;
  private final List<double[]> kernels = new ArrayList<>();
  private final List<TorchTensor> spectra = new ArrayList<>();

  private final List<Integer> outputs = new ArrayList<>();
  private final List<Integer> inputs = new ArrayList<>();
  private final List<Integer> swaps = new ArrayList<>();
  private final List<Integer> numbers = new ArrayList<>();

  /**
   * @param match one kernel for each offset in scale; kernels that are the same object share
   *     spectra
   */
  MatchSpectra(List<double[]> match) {
    centre = signed(part(spectrum(match.get(CENTRE)), 0), 0);
    List<int[]> places = new ArrayList<>();
    for (int offset = 0; offset < match.size(); offset++) {
      int known = indexOfSame(match.get(offset));
      if (known < 0) {
        known = kernels.size();
        kernels.add(match.get(offset));
        places.add(addSpectra(match.get(offset)));
      }
      for (int swap = offset == CENTRE ? 1 : 0; swap < SWAPS; swap++) {
        if (places.get(known)[swap] >= 0) {
          addTerms(offset, swap, places.get(known)[swap]);
        }
      }
    }
  }

  /**
   * @param bias of the convolution, [1]
   */
  TorchModule module(TorchTensor bias) {
    return new TorchModule("HoughSpace")
        .flag("whole", false)
        .tensor("analysis", planes(waves.waves(SIDE)))
        .tensor("synthesis", planes(waves.inverse(SIDE)))
        .tensor("centre", centre)
        .tensors("spectra", spectra)
        .numbers("term_outputs", outputs)
        .numbers("term_inputs", inputs)
        .numbers("term_swaps", swaps)
        .numbers("term_spectra", numbers)
        .tensor("bias", bias)
        .tensor("response", bias);
  }

  /** [2, count, positions]: cosines and sines. */
  private TorchTensor planes(double[][] planes) {
    return Matrix.tensor(planes, 2, waves.count(), SIDE * SIDE);
  }

  private int indexOfSame(double[] kernel) {
    for (int i = 0; i < kernels.size(); i++) {
      if (kernels.get(i) == kernel) {
        return i;
      }
    }
    return -1;
  }

  /** The four parts' places among the spectra, -1 for one that vanishes. */
  private int[] addSpectra(double[] kernel) {
    double[][] all = spectrum(kernel);
    int[] places = new int[SWAPS];
    for (int swap = 0; swap < SWAPS; swap++) {
      double[][] part = part(all, swap);
      boolean vanishes =
          Arrays.stream(part).flatMapToDouble(Arrays::stream).allMatch(v -> Math.abs(v) < NOTHING);
      places[swap] = vanishes ? -1 : spectra.size();
      if (!vanishes) {
        spectra.add(signed(part, swap));
      }
    }
    return places;
  }

  /** [count][count]: cosines or sines of rows, and of columns. */
  private double[][] part(double[][] spectrum, int swap) {
    int count = waves.count();
    int row = rows(swap) ? count : 0;
    int column = columns(swap) ? count : 0;
    return Arrays.stream(spectrum, row, row + count)
        .map(values -> Arrays.copyOfRange(values, column, column + count))
        .toArray(double[][]::new);
  }

  private static boolean rows(int swap) {
    return (swap & 1) != 0;
  }

  private static boolean columns(int swap) {
    return (swap & 2) != 0;
  }

  /** [2 * count][2 * count]: the kernel's products with all pairs of waves. */
  private double[][] spectrum(double[] kernel) {
    int width = KernelSharing.WIDTH;
    double[][] pairs = new double[width * width][width * width];
    for (int offset = 0; offset < kernel.length; offset++) {
      int sourceRow = offset / 125;
      int sourceColumn = offset / 25 % width;
      int targetRow = offset / width % width;
      int targetColumn = offset % width;
      pairs[targetRow * width + sourceRow][targetColumn * width + sourceColumn] = kernel[offset];
    }
    return Matrix.product(Matrix.product(kernelWaves, pairs), Matrix.transpose(kernelWaves));
  }

  /**
   * A part for cosine and sine coefficients of rows, and of columns, [2, 2, 1, count, count]: a
   * swapped sine adds to a cosine, and a swapped cosine is taken from a sine.
   */
  private TorchTensor signed(double[][] part, int swap) {
    int count = waves.count();
    double[][] signed = new double[4 * count][count];
    for (int r = 0; r < signed.length; r++) {
      boolean rowSine = r >= 2 * count;
      boolean columnSine = r / count % 2 == 1;
      int sign = (rows(swap) && rowSine) != (columns(swap) && columnSine) ? -1 : 1;
      for (int c = 0; c < count; c++) {
        signed[r][c] = sign * part[r % count][c];
      }
    }
    return Matrix.tensor(signed, 2, 2, 1, count, count);
  }

  private void addTerms(int offset, int swap, int spectrum) {
    int down = offset / SCALES - 1;
    int right = offset % SCALES - 1;
    for (int output = 0; output < SCALES * SCALES; output++) {
      int source = output / SCALES + down;
      int target = output % SCALES + right;
      if (source >= 0 && source < SCALES && target >= 0 && target < SCALES) {
        outputs.add(output);
        inputs.add(source * SCALES + target);
        swaps.add(swap);
        numbers.add(spectrum);
      }
    }
  }
}
