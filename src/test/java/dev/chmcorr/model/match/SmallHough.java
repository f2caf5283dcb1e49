package dev.chmcorr.model.match;

import dev.chmcorr.chm.HoughKernels;
import dev.chmcorr.chm.KernelSharing;
import dev.chmcorr.chm.PlainHoughMatching;
import dev.chmcorr.model.FormulaWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A Hough matching network with narrow trunks, as checkpoint and as plain arithmetic. */
public final class SmallHough {
  /** Channels of the trunks' feature maps: first width 2, third stage. */
  static final int CHANNELS = 32;

  static final float REFINE_BIAS = -2;

  private static final int DESCRIPTOR = 6;

  private final KernelSharing sharing;

  public SmallHough(KernelSharing sharing) {
    this.sharing = sharing;
  }

  public FormulaWeights checkpoint() {
    FormulaWeights chm = trunks();
    for (int a = 0; a < 3; a++) {
      int scale = a;
      chm.with(
          "learner.conv2ds.%d.weight".formatted(a),
          new int[] {DESCRIPTOR, CHANNELS, 3, 3},
          () -> floats(projection(scale)));
    }
    boolean full = sharing == KernelSharing.FULL;
    List<float[]> match = match();
    if (full) {
      chm.with("learner.chm6d.param", new int[] {1, 1, 3, 3, 5, 5, 5, 5}, () -> joined(match));
    } else {
      for (int g = 0; g < match.size(); g++) {
        float[] values = match.get(g);
        chm.with("learner.chm6d.param." + g, new int[] {values.length}, () -> values);
      }
    }
    int[] shape = full ? new int[] {1, 1, 5, 5, 5, 5} : new int[] {sharing.parameters()};
    return chm.with("learner.chm4d.weight", shape, this::refine)
        .with("learner.chm6d.bias", new int[] {1}, () -> new float[] {-3})
        .with(
            "learner.chm4d.bias",
            full ? new int[0] : new int[] {1},
            () -> new float[] {REFINE_BIAS});
  }

  PlainHoughMatching plain() {
    double[][] projections =
        IntStream.range(0, 3).mapToObj(SmallHough::projection).toArray(double[][]::new);
    HoughKernels kernels = HoughKernels.of(sharing, match(), -3, refine(), REFINE_BIAS);
    return new PlainHoughMatching(projections, DESCRIPTOR, kernels);
  }

  /** The trunk for queries, "source", or for candidates, "target": up to layer3. */
  public static FormulaWeights trunk(String name) {
    return FormulaWeights.small(name, 2, List.of(1, 2, 1));
  }

  /** A feature map [32][15][15] whose neighbouring cells are somewhat alike. */
  static double[] features(String name) {
    double[] rough = doubles(FormulaWeights.uniform(name, CHANNELS * 225));
    double[] smooth = new double[rough.length];
    Arrays.setAll(
        smooth, i -> rough[i] + (i > 0 ? rough[i - 1] : 0) + (i > 14 ? rough[i - 15] : 0));
    return smooth;
  }

  public static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** Two trunks of other weights, one after the other along the first dimension. */
  private static FormulaWeights trunks() {
    FormulaWeights first = trunk("source");
    FormulaWeights second = trunk("target");
    FormulaWeights both = FormulaWeights.small("small", 1, List.of());
    for (String name : first.names()) {
      int[] shape = first.shape(name).clone();
      shape[0] *= 2;
      both.with(
          "backbone." + name,
          shape,
          () -> joined(List.of(first.tensor(name).values(), second.tensor(name).values())));
    }
    return both;
  }

  /** One array for each group of scales; all weights count, the middle ones most. */
  private List<float[]> match() {
    List<float[]> parameters = new ArrayList<>();
    for (int g = 0; g < sharing.scaleGroups().size(); g++) {
      parameters.add(votes("match" + g, 0.06f));
    }
    return parameters;
  }

  private float[] refine() {
    return votes("refine", 0.08f);
  }

  private float[] votes(String name, float scale) {
    float[] values = FormulaWeights.uniform(name, sharing.parameters());
    float sharers = 625f / values.length;
    for (int i = 0; i < values.length; i++) {
      values[i] = scale * sharers * (values[i] + 0.5f);
    }
    return values;
  }

  private static double[] projection(int scale) {
    return doubles(FormulaWeights.uniform("projection" + scale, DESCRIPTOR * CHANNELS * 9));
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  private static float[] joined(List<float[]> parts) {
    float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
