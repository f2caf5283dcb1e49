package dev.chmcorr.model.importer;

import dev.chmcorr.chm.KernelSharing;
import dev.chmcorr.model.archive.TorchModule;
import dev.chmcorr.model.archive.TorchTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The 6-D convolution as products of spectra. Its input for one pair of scales is seen as a matrix
 * [row pairs, column pairs], a row pair being (target row, source row); both sides of the matrix
 * are planes of 15 x 15, Fourier transformed with period 17, so that a kernel of 5 x 5 does not
 * wrap round.
 *
 * <p>With cos and sin for either side, coefficients come in four parts: those of cosines of rows
 * and columns, of cosines and sines, of sines and cosines, of sines. So does a kernel's spectrum.
 * By its first part convolution multiplies every part of the input; the others take coefficients to
 * the part with sines and cosines of columns, of rows, or of both swapped. These vanish where the
 * kernel equals its mirror images, as shared kernels do.
 *
 * <p>The first part of the kernel that leaves scales as they are, the centre, acts on all nine
 * pairs of scales at once. The others are terms: output, input, spectrum, sign.
 */
final class MatchSpectra {
  private static final int SIDE = 15;
  private static final int SCALES = 3;
  private static final int PARTS = 4;
  private static final int SINES_OF_ROWS = 2;
  private static final int SINES_OF_COLUMNS = 1;
  private static final int CENTRE = 4;
  private static final double NOTHING = 1e-9;

  private final PlaneWaves waves = new PlaneWaves(SIDE + KernelSharing.WIDTH / 2);
  private final double[][] kernelWaves = waves.waves(KernelSharing.WIDTH);
  private final TorchTensor centre;
  private final List<TorchTensor> spectra = new ArrayList<>();

  private final List<Integer> outputs = new ArrayList<>();
  private final List<Integer> inputs = new ArrayList<>();
  private final List<Integer> numbers = new ArrayList<>();
  private final List<Integer> signs = new ArrayList<>();

  /**
   * @param match one kernel for each offset in scale; kernels that are the same object share
   *     spectra
   */
  MatchSpectra(List<double[]> match) {
    centre = Matrix.tensor(part(spectrum(match.get(CENTRE)), 0));
    Map<double[], int[]> places = new IdentityHashMap<>();
    List<int[]> ofOffsets =
        match.stream().map(kernel -> places.computeIfAbsent(kernel, this::addSpectra)).toList();
    for (int part = 0; part < PARTS; part++) {
      for (int output = 0; output < SCALES * SCALES; output++) {
        addTerms(part, output, ofOffsets);
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
        .numbers("term_spectra", numbers)
        .numbers("term_signs", signs)
        .tensor("bias", bias)
        .tensor("response", Matrix.nothing());
  }

  /** [2, count, positions]: cosines and sines. */
  private TorchTensor planes(double[][] planes) {
    return Matrix.tensor(planes, 2, waves.count(), SIDE * SIDE);
  }

  /** The four parts' places among the spectra, -1 for one that vanishes. */
  private int[] addSpectra(double[] kernel) {
    double[][] all = spectrum(kernel);
    int[] places = new int[PARTS];
    for (int part = 0; part < PARTS; part++) {
      double[][] values = part(all, part);
      boolean vanishes =
          Arrays.stream(values)
              .flatMapToDouble(Arrays::stream)
              .allMatch(v -> Math.abs(v) < NOTHING);
      places[part] = vanishes ? -1 : spectra.size();
      if (!vanishes) {
        spectra.add(Matrix.tensor(values));
      }
    }
    return places;
  }

  /** [count][count]: cosines or sines of rows, and of columns. */
  private double[][] part(double[][] spectrum, int part) {
    int count = waves.count();
    int row = (part & SINES_OF_ROWS) == 0 ? 0 : count;
    int column = (part & SINES_OF_COLUMNS) == 0 ? 0 : count;
    return Arrays.stream(spectrum, row, row + count)
        .map(values -> Arrays.copyOfRange(values, column, column + count))
        .toArray(double[][]::new);
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
   * What a part of an output gets. All of a part come one after another: nine inputs and outputs of
   * a part stay in a core's cache, all four parts do not.
   */
  private void addTerms(int part, int output, List<int[]> ofOffsets) {
    for (int offset = 0; offset < ofOffsets.size(); offset++) {
      int source = output / SCALES + offset / SCALES - 1;
      int target = output % SCALES + offset % SCALES - 1;
      if (source < 0 || source >= SCALES || target < 0 || target >= SCALES) {
        continue;
      }
      for (int swap = offset == CENTRE ? 1 : 0; swap < PARTS; swap++) {
        if (ofOffsets.get(offset)[swap] >= 0) {
          outputs.add(part * SCALES * SCALES + output);
          inputs.add((part ^ swap) * SCALES * SCALES + source * SCALES + target);
          numbers.add(ofOffsets.get(offset)[swap]);
          // A swapped sine adds to a cosine, and a swapped cosine is taken from a sine.
          signs.add(Integer.bitCount(part & swap) % 2 == 0 ? 1 : -1);
        }
      }
    }
  }
}
