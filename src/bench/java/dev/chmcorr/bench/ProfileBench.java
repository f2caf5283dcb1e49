package dev.chmcorr.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.chmcorr.bench.OperationTrace.Operation;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.model.match.CandidateFeatures;
import dev.chmcorr.model.match.Matcher;
import dev.chmcorr.model.match.QueryFeatures;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.model.torch.TorchEngine;
import dev.chmcorr.model.trunk.Trunk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "profile",
    mixinStandardHelpOptions = true,
    header = "Where the time of a pair and of ResNet-50 goes, on one thread, by libtorch's profiler.%n",
    description = "Multiplications and additions (MAC) a second of products and convolutions, beside what a large product reaches.%n")
final class ProfileBench implements Callable<Integer> {
  private static final int ROUNDS = 15;
  private static final int BATCH = 8;
  private static final double LEAST_SHARE = 0.01;
  private static final long CHANNELS = 256;

  @Mixin private Material material;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      defaultValue = "fp32",
      description = "fp32, bf16 or auto. Default: ${DEFAULT-VALUE}")
  private Precision precision;

  @Override
  public Integer call() throws Exception {
    TorchEngine.limitThreads(1);
    System.out.printf("large product, fp32: %.1f GMAC/s%n", largeProduct());
    Path trunk = material.trunkArchive();
    pair(trunk, material.chmArchive());
    try (Trunk resnet = Trunk.load(trunk, TorchDevice.cpu(), precision, BATCH)) {
      List<RgbImage> images = Collections.nCopies(BATCH, noise(224));
      layers(
          Texts.lowerCase(resnet.precision()),
          OperationTrace.of(ROUNDS, () -> resnet.embed(images)));
    }
    return 0;
  }

  private static double largeProduct() {
    int side = 2048;
    TorchEngine.start();
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray a = manager.randomUniform(0, 1, new Shape(side, side));
      double best = Double.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        long start = System.nanoTime();
        a.matMul(a).close();
        best = Math.min(best, System.nanoTime() - start);
      }
      return (double) side * side * side / best;
    }
  }

  private void pair(Path trunk, Path chm) throws Exception {
    try (Matcher matcher = Matcher.load(trunk, chm, TorchDevice.cpu(), precision)) {
      QueryFeatures query = matcher.query(noise(240), noise(224));
      List<CandidateFeatures> candidates =
          matcher.candidates(List.of(noise(240)), List.of(noise(224)));
      List<Operation> all =
          OperationTrace.of(ROUNDS, () -> matcher.correspond(query, candidates));
      operations(matcher.precision(), all);
    }
  }

  private static void operations(Precision precision, List<Operation> all) {
    double total = all.stream().mapToDouble(Operation::milliseconds).sum();
    System.out.printf(
        "%na pair, %s, one thread: %.2f ms in operations%n", Texts.lowerCase(precision), total);
    Map<String, Layer> products = new LinkedHashMap<>();
    List<String> order = products(products, precision);
    Map<String, Layer> others = new LinkedHashMap<>();
    int next = 0;
    for (Operation one : all) {
      boolean multiplies = one.name().matches("aten::(matmul|bmm|mm|conv2d)");
      if (multiplies && next < order.size()) {
        products.get(order.get(next++)).add(one);
      } else {
        others.computeIfAbsent(one.name(), n -> new Layer(0)).add(one);
      }
    }
    if (next < order.size()) {
      throw new IllegalStateException(
          "A pair has at least %d products, not %d".formatted(order.size(), next));
    }
    products.forEach((name, layer) -> print(name, layer, total));
    double small = 0;
    for (Map.Entry<String, Layer> other : others.entrySet()) {
      if (other.getValue().milliseconds < LEAST_SHARE * total) {
        small += other.getValue().milliseconds;
      } else {
        print(other.getKey(), other.getValue(), total);
      }
    }
    System.out.printf("%6.2f ms %4.1f %%  all others%n", small, 100 * small / total);
  }

  /** A pair's products and convolutions, in the order in which they run; 0: not said. */
  private static List<String> products(Map<String, Layer> products, Precision precision) {
    boolean halves = precision == Precision.FP32;
    long parts = halves ? 4 : 1;
    long places = halves ? 113 : 225;
    long waves = halves ? 145 : 290;
    List<String> order = new ArrayList<>();
    add(products, order, "descriptors, query x candidate", 675 * 675 * CHANNELS);
    for (int part = 0; part < parts; part++) {
      add(products, order, "6-D: column pairs to waves", 9 * places * places * waves);
      add(products, order, "6-D: row pairs to waves", 9 * waves * places * waves);
    }
    for (int part = 0; part < parts; part++) {
      add(products, order, "6-D: waves to column pairs", 9 * waves * waves * places);
      add(products, order, "6-D: waves to row pairs", 9 * places * waves * places);
    }
    add(products, order, "4-D: column pairs to waves", 0);
    add(products, order, "4-D: kernels over row pairs", 0);
    add(products, order, "4-D: waves to candidate columns", 0);
    add(products, order, "4-D: waves to query columns", 0);
    return order;
  }

  private static void print(String name, Layer layer, double total) {
    double products = layer.count * layer.products / 1e6;
    System.out.printf(
        "%6.2f ms %4.1f %%  %3d x %s%s%n",
        layer.milliseconds,
        100 * layer.milliseconds / total,
        layer.count,
        name,
        products == 0
            ? ""
            : ", %.0f MMAC, %.1f GMAC/s".formatted(products, products / layer.milliseconds));
  }

  /** A kind of operation, how many there are, and what they take. */
  private static final class Layer {
    private final long products;
    private int count;
    private double milliseconds;

    Layer(long products) {
      this.products = products;
    }

    void add(Operation one) {
      count++;
      milliseconds += one.milliseconds();
    }
  }

  private static void layers(String arithmetic, List<Operation> all) {
    List<Operation> convolutions =
        all.stream().filter(one -> one.name().contains("convolution")).toList();
    Map<String, Layer> layers = new LinkedHashMap<>();
    List<String> order = new ArrayList<>();
    resnet50(layers, order);
    if (order.size() != convolutions.size()) {
      throw new IllegalStateException(
          "ResNet-50 has %d convolutions, not %d".formatted(order.size(), convolutions.size()));
    }
    for (int i = 0; i < order.size(); i++) {
      layers.get(order.get(i)).add(convolutions.get(i));
    }
    double total = all.stream().mapToDouble(Operation::milliseconds).sum() / BATCH;
    double inLayers = layers.values().stream().mapToDouble(l -> l.milliseconds).sum() / BATCH;
    double products = layers.values().stream().mapToDouble(l -> (double) l.count * l.products).sum();
    System.out.printf(
        "%nan image of ResNet-50, %s, in batches of %d, one thread: %.2f ms in operations, %.2f in convolutions, %.2f GMAC, %.1f GMAC/s%n",
        arithmetic, BATCH, total, inLayers, products / 1e9, products / 1e6 / inLayers);
    layers.forEach(
        (name, layer) ->
            System.out.printf(
                "%6.2f ms  %d of %-36s %6.1f GMAC/s%n",
                layer.milliseconds / BATCH,
                layer.count,
                name,
                layer.count * layer.products * BATCH / 1e6 / layer.milliseconds));
  }

  /** Its convolutions in the order in which they run. */
  private static void resnet50(Map<String, Layer> layers, List<String> order) {
    add(layers, order, 7, 3, 64, 112);
    int[] blocks = {3, 4, 6, 3};
    int in = 64;
    for (int stage = 0; stage < blocks.length; stage++) {
      int planes = 64 << stage;
      int side = 56 >> stage;
      for (int block = 0; block < blocks[stage]; block++) {
        int before = block == 0 && stage > 0 ? 2 * side : side;
        add(layers, order, 1, in, planes, before);
        add(layers, order, 3, planes, planes, side);
        if (block == 0) {
          add(layers, order, 1, in, 4 * planes, side);
        }
        add(layers, order, 1, planes, 4 * planes, side);
        in = 4 * planes;
      }
    }
  }

  private static void add(
      Map<String, Layer> layers, List<String> order, int kernel, int in, int out, int side) {
    String name = "%dx%d, %d to %d channels, %dx%d".formatted(kernel, kernel, in, out, side, side);
    add(layers, order, name, (long) kernel * kernel * in * out * side * side);
  }

  private static void add(
      Map<String, Layer> layers, List<String> order, String name, long products) {
    layers.computeIfAbsent(name, n -> new Layer(products));
    order.add(name);
  }

  private static RgbImage noise(int side) {
    byte[] pixels = new byte[3 * side * side];
    new Random(side).nextBytes(pixels);
    return new RgbImage(side, side, pixels);
  }
}
