package dev.chmcorr.model;

import dev.chmcorr.Npz;
import dev.chmcorr.Shared;
import dev.chmcorr.model.checkpoint.StateDict;
import dev.chmcorr.model.checkpoint.TensorData;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.zip.CRC32;

/**
 * Checkpoints whose numbers are a function of tensor name and position, so that tests and the
 * reference program hold the same networks without a file of weights.
 */
public final class FormulaWeights implements StateDict {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private record Entry(int[] shape, Supplier<float[]> values) {}

  /** Gives running means and variances: (layer, "running_mean" or "running_var", channels). */
  private interface Statistics {
    float[] of(String layer, String statistic, int channels);
  }

  private final String source;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private FormulaWeights(String source) {
    this.source = source;
  }

  /** The reference ResNet-50; skips the test where the reference material is absent. */
  public static FormulaWeights resnet50() {
    Npz bn = Npz.open(Shared.path("reference/bn.npz"));
    return new FormulaWeights("resnet50 by formula")
        .resnet("resnet50.", 64, List.of(3, 4, 6, 3), stored(bn, "resnet50."));
  }

  /** The reference Hough matching network (psi kernels); its two trunks differ. */
  public static FormulaWeights chmPsi() {
    Npz bn = Npz.open(Shared.path("reference/bn.npz"));
    List<Integer> blocks = List.of(3, 4, 23, 3);
    FormulaWeights trunk =
        new FormulaWeights("source")
            .resnet("resnet101.", 64, blocks, stored(bn, "resnet101.source."));
    FormulaWeights target =
        new FormulaWeights("target")
            .resnet("resnet101.", 64, blocks, stored(bn, "resnet101.target."));
    FormulaWeights chm = new FormulaWeights("pas_psi by formula");
    trunk.entries.keySet().forEach(name -> chm.join(name, trunk, target));
    chm.learner();
    return chm;
  }

  /** A bottleneck ResNet of any size; BatchNorm statistics by formula, too. */
  public static FormulaWeights small(String name, int width, List<Integer> blocks) {
    Statistics statistics =
        (layer, statistic, channels) -> {
          float[] u = uniform(name + layer + statistic, channels);
          boolean mean = statistic.equals("running_mean");
          return map(u, x -> mean ? 0.2f * x : 1 + 0.5f * x);
        };
    return new FormulaWeights(name).resnet(name + ".", width, blocks, statistics);
  }

  /** Adds or replaces a tensor. */
  public FormulaWeights with(String name, int[] shape, Supplier<float[]> values) {
    entries.put(name, new Entry(shape, values));
    return this;
  }

  /** Removes a tensor. */
  public FormulaWeights without(String name) {
    entries.remove(name);
    return this;
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public Set<String> names() {
    return entries.keySet();
  }

  @Override
  public int[] shape(String name) {
    Entry entry = entries.get(name);
    return entry == null ? null : entry.shape();
  }

  @Override
  public TensorData tensor(String name) {
    Entry entry = entries.get(name);
    return new TensorData(entry.shape(), entry.values().get());
  }

  /** {@code n} numbers in [-1, 1) that depend on the name alone. */
  public static float[] uniform(String name, int n) {
    CRC32 crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    long base = mix(crc.getValue());
    float[] u = new float[n];
    for (int i = 0; i < n; i++) {
      u[i] = (float) (mix(i * GOLDEN + base) >>> 40) / (1 << 23) - 1;
    }
    return u;
  }

  private static long mix(long x) {
    long z = x + GOLDEN;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  private FormulaWeights resnet(
      String prefix, int width, List<Integer> blocks, Statistics statistics) {
    convolution(prefix, "conv1", width, 3, 7);
    norm(prefix, "bn1", width, statistics);
    int in = width;
    for (int stage = 0; stage < blocks.size(); stage++) {
      int planes = width << stage;
      for (int b = 0; b < blocks.get(stage); b++) {
        block(prefix, "layer%d.%d.".formatted(stage + 1, b), in, planes, statistics);
        if (b == 0) {
          String downsample = "layer%d.0.downsample.".formatted(stage + 1);
          convolution(prefix, downsample + "0", 4 * planes, in, 1);
          norm(prefix, downsample + "1", 4 * planes, statistics);
        }
        in = 4 * planes;
      }
    }
    matrix(prefix, "fc.weight", 1000, in);
    with("fc.bias", new int[] {1000}, () -> new float[1000]);
    return this;
  }

  private void block(String prefix, String name, int in, int planes, Statistics statistics) {
    convolution(prefix, name + "conv1", planes, in, 1);
    norm(prefix, name + "bn1", planes, statistics);
    convolution(prefix, name + "conv2", planes, planes, 3);
    norm(prefix, name + "bn2", planes, statistics);
    convolution(prefix, name + "conv3", 4 * planes, planes, 1);
    norm(prefix, name + "bn3", 4 * planes, statistics);
  }

  private void convolution(String prefix, String name, int out, int in, int side) {
    matrix(prefix, name + ".weight", out, in, side, side);
  }

  private void matrix(String prefix, String name, int... shape) {
    with(name, shape, () -> scaled(prefix + name, shape, 2.0));
  }

  private void norm(String prefix, String name, int channels, Statistics statistics) {
    int[] shape = {channels};
    String full = prefix + name;
    with(
        name + ".weight", shape, () -> map(uniform(full + ".weight", channels), u -> 1 + 0.5f * u));
    with(name + ".bias", shape, () -> map(uniform(full + ".bias", channels), u -> 0.2f * u));
    for (String statistic : List.of("running_mean", "running_var")) {
      with(name + "." + statistic, shape, () -> statistics.of(name, statistic, channels));
    }
  }

  private void join(String name, FormulaWeights first, FormulaWeights second) {
    int[] shape = first.shape(name).clone();
    if (name.startsWith("fc.")) {
      with("backbone." + name, shape, () -> first.tensor(name).values());
      return;
    }
    boolean drifts = shape.length == 4;
    shape[0] *= 2;
    with(
        "backbone." + name,
        shape,
        () -> {
          float[] values = first.tensor(name).values();
          float[] other = second.tensor(name).values();
          float[] both = Arrays.copyOf(values, 2 * values.length);
          System.arraycopy(
              drifts ? drift(name, other) : other, 0, both, values.length, other.length);
          return both;
        });
  }

  private static float[] drift(String name, float[] values) {
    double sum = 0;
    for (float v : values) {
      sum += v;
    }
    double squares = 0;
    for (float v : values) {
      squares += (v - sum / values.length) * (v - sum / values.length);
    }
    float scale = 0.05f * (float) Math.sqrt(squares / (values.length - 1));
    float[] u = uniform("drift." + name, values.length);
    float[] drifted = new float[values.length];
    for (int i = 0; i < u.length; i++) {
      drifted[i] = values[i] + scale * u[i];
    }
    return drifted;
  }

  private void learner() {
    for (int a = 0; a < 3; a++) {
      String name = "learner.conv2ds.%d.weight".formatted(a);
      int[] shape = {256, 1024, 3, 3};
      with(name, shape, () -> scaled(name, shape, 1.0));
    }
    double[] share = {1 * 1, 2 * .6, 2 * .25, 4 * .5};
    for (int g = 0; g < share.length; g++) {
      votes("chm6d.param." + g, 4.0 * share[g] / 60);
    }
    with("learner.chm6d.bias", new int[] {1}, () -> new float[] {-6});
    votes("chm4d.weight", 8.0 / 10);
    with("learner.chm4d.bias", new int[] {1}, () -> new float[] {-10});
  }

  /** One number for each set of offsets that share it, in first-seen order. */
  private void votes(String name, double scale) {
    Map<List<Integer>, Integer> shared = psiKeys();
    float[] values = new float[shared.size()];
    float[] u = uniform(name, values.length);
    int i = 0;
    for (var entry : shared.entrySet()) {
      List<Integer> key = entry.getKey();
      double vote = Math.exp(-key.get(2) / 2.0 - 0.1 * key.get(0)) * (1 + 0.3f * u[i]);
      values[i++] = (float) (scale * vote * entry.getValue());
    }
    with("learner." + name, new int[] {values.length}, () -> values);
  }

  private static Map<List<Integer>, Integer> psiKeys() {
    Map<List<Integer>, Integer> keys = new LinkedHashMap<>();
    for (int offset = 0; offset < 625; offset++) {
      int i = offset / 125;
      int j = offset / 25 % 5;
      int a = offset / 5 % 5;
      int b = offset % 5;
      int t = (i - 2) * (i - 2) + (j - 2) * (j - 2);
      int h = (a - 2) * (a - 2) + (b - 2) * (b - 2);
      int o = (i - a) * (i - a) + (j - b) * (j - b);
      keys.merge(List.of(Math.max(t, h), Math.min(t, h), o), 1, Integer::sum);
    }
    return keys;
  }

  private static Statistics stored(Npz bn, String prefix) {
    return (layer, statistic, channels) -> {
      String key = prefix + layer + "." + statistic;
      if (bn.names().contains(key)) {
        return bn.floats(key);
      }
      float[] untrained = new float[channels];
      Arrays.fill(untrained, statistic.equals("running_var") ? 1 : 0);
      return untrained;
    };
  }

  private static float[] scaled(String name, int[] shape, double gain) {
    int[] kernel = Arrays.copyOfRange(shape, 1, shape.length);
    float bound = (float) Math.sqrt(3.0 * gain / product(kernel));
    return map(uniform(name, product(shape)), u -> u * bound);
  }

  private static int product(int[] sizes) {
    return Arrays.stream(sizes).reduce(1, Math::multiplyExact);
  }

  private interface FloatFunction {
    float of(float x);
  }

  private static float[] map(float[] values, FloatFunction function) {
    float[] mapped = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      mapped[i] = function.of(values[i]);
    }
    return mapped;
  }
}
