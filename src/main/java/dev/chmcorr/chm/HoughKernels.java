package dev.chmcorr.chm;

import java.util.List;

/**
 * The learnt votes of a convolutional Hough matching network (Min & Cho 2021, section 3), all
 * parameters expanded. Offsets are numbered as in {@link KernelSharing}.
 *
 * @param match one kernel [625] for each of the nine offsets in scale: the 6-D convolution
 * @param matchBias its bias
 * @param refine [625]: the 4-D convolution
 * @param refineBias its bias
 */
public record HoughKernels(
    List<double[]> match, float matchBias, double[] refine, float refineBias) {
  public HoughKernels {
    match = List.copyOf(match);
    if (match.size() != KernelSharing.SCALE_OFFSETS) {
      throw new IllegalArgumentException(
          "Invalid 6-D kernel: %d offsets in scale (must be %d)"
              .formatted(match.size(), KernelSharing.SCALE_OFFSETS));
    }
  }

  /**
   * Expands shared parameters.
   *
   * @param matchParameters one array for each of {@link KernelSharing#scaleGroups()}
   */
  public static HoughKernels of(
      KernelSharing sharing,
      List<float[]> matchParameters,
      float matchBias,
      float[] refineParameters,
      float refineBias) {
    double[][] match = new double[KernelSharing.SCALE_OFFSETS][];
    List<int[]> groups = sharing.scaleGroups();
    for (int g = 0; g < groups.size(); g++) {
      double[] kernel = sharing.expand(matchParameters.get(g), groups.get(g).length);
      for (int offset : groups.get(g)) {
        match[offset] = kernel;
      }
    }
    return new HoughKernels(
        List.of(match), matchBias, sharing.expand(refineParameters, 1), refineBias);
  }
}
