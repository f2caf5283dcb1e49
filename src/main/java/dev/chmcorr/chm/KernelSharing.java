package dev.chmcorr.chm;

import dev.chmcorr.domain.UserException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which weights of a Hough kernel are one parameter (Min & Cho 2021, section 3.3).
 *
 * <p>A kernel spans 5 x 5 offsets in the source times 5 x 5 offsets in the target, 625 in all,
 * numbered row-major: source row, source column, target row, target column. The 6-D kernel has one
 * such kernel for each of 3 x 3 offsets in scale, numbered source times 3 plus target.
 */
public enum KernelSharing {
  /** Offsets are alike if their two lengths and the distance between them are. */
  PSI("psi", new int[][] {{4}, {0, 8}, {2, 6}, {1, 3, 5, 7}}) {
    @Override
    List<Integer> key(int source, int target, int between) {
      return List.of(Math.max(source, target), Math.min(source, target), between);
    }
  },

  /** Offsets are alike if the distance between them is. */
  ISO("iso", new int[][] {{0, 4, 8}, {2, 6}, {1, 3, 5, 7}}) {
    @Override
    List<Integer> key(int source, int target, int between) {
      return List.of(between);
    }
  },

  /** Every weight is a parameter. */
  FULL("full", new int[][] {{0}, {1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}}) {
    @Override
    int[] parameterOfOffset() {
      int[] own = new int[OFFSETS];
      Arrays.setAll(own, offset -> offset);
      return own;
    }

    @Override
    List<Integer> key(int source, int target, int between) {
      throw new UnsupportedOperationException("full kernels share nothing");
    }
  };

  /** Offsets along one axis. */
  public static final int WIDTH = 5;

  /** Offsets of a 4-D kernel. */
  public static final int OFFSETS = WIDTH * WIDTH * WIDTH * WIDTH;

  /** Offsets in scale of the 6-D kernel. */
  public static final int SCALE_OFFSETS = 9;

  private final String label;
  private final int[][] scaleGroups;

  KernelSharing(String label, int[][] scaleGroups) {
    this.label = label;
    this.scaleGroups = scaleGroups;
  }

  /** Finds a kind by its name. */
  public static KernelSharing of(String label) {
    for (KernelSharing sharing : values()) {
      if (sharing.label.equals(label)) {
        return sharing;
      }
    }
    throw new UserException("Invalid kernel: %s (must be psi, iso or full)".formatted(label));
  }

  /** The name by which checkpoints and the command line call it. */
  public String label() {
    return label;
  }

  /** The offsets in scale that share their kernel, in the order of the checkpoint's parameters. */
  public List<int[]> scaleGroups() {
    return Arrays.stream(scaleGroups).map(int[]::clone).toList();
  }

  /** Number of parameters of a 4-D kernel. */
  public int parameters() {
    return Arrays.stream(parameterOfOffset()).max().orElseThrow() + 1;
  }

  /**
   * Weights of a 4-D kernel. A parameter is the sum of the weights that share it.
   *
   * @param parameters in first-seen order of their offsets
   * @param kernels how many 4-D kernels share the parameters
   * @return [625]
   */
  public double[] expand(float[] parameters, int kernels) {
    int[] index = parameterOfOffset();
    int[] sharers = new int[parameters()];
    for (int parameter : index) {
      sharers[parameter]++;
    }
    if (parameters.length != sharers.length) {
      throw new IllegalArgumentException(
          "Invalid %s kernel: %d parameters (must be %d)"
              .formatted(label, parameters.length, sharers.length));
    }
    double[] weights = new double[OFFSETS];
    for (int offset = 0; offset < OFFSETS; offset++) {
      weights[offset] = (double) parameters[index[offset]] / sharers[index[offset]] / kernels;
    }
    return weights;
  }

  /** What offsets must have in common to share, from squared distances. */
  abstract List<Integer> key(int source, int target, int between);

  int[] parameterOfOffset() {
    Map<List<Integer>, Integer> numbers = new LinkedHashMap<>();
    List<Integer> index = new ArrayList<>();
    for (int offset = 0; offset < OFFSETS; offset++) {
      int i = offset / 125 - 2;
      int j = offset / 25 % 5 - 2;
      int k = offset / 5 % 5 - 2;
      int l = offset % 5 - 2;
      int between = (i - k) * (i - k) + (j - l) * (j - l);
      List<Integer> key = key(i * i + j * j, k * k + l * l, between);
      numbers.putIfAbsent(key, numbers.size());
      index.add(numbers.get(key));
    }
    return index.stream().mapToInt(Integer::intValue).toArray();
  }
}
