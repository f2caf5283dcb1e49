package dev.chmcorr.bench;

import dev.chmcorr.bench.results.Figure;
import dev.chmcorr.bench.results.Machine;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.knn.BlockProduct;
import dev.chmcorr.knn.VectorBlock;
import dev.chmcorr.model.search.TorchBlockProduct;
import dev.chmcorr.model.torch.TorchDevice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "growth",
    mixinStandardHelpOptions = true,
    header = "Time against size, x1, x4 and x16: a table, and a plot if Python has matplotlib.%n")
final class GrowthBench implements Callable<Integer> {
  private static final int[] FACTORS = {1, 4, 16};
  private static final int QUERIES = 6;
  private static final int IMAGES_PER_CLASS = 1;
  private static final int VECTORS = 4096;
  private static final int SEARCHED_BY = 250;

  @Mixin private Material material;

  private final List<String> points = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    System.out.println("machine: " + Machine.here());
    System.out.printf("  %-20s %-34s %8s %10s%n", "", "", "size", "seconds");
    try (Jobs jobs = Jobs.rerank(material)) {
      embed(jobs);
      rerank(jobs);
    }
    try (TorchBlockProduct product = TorchBlockProduct.load(TorchDevice.cpu())) {
      search(product);
    }
    plot();
    return 0;
  }

  /** Galleries with 1, 4 and 16 images of each class. */
  private void embed(Jobs jobs) throws Exception {
    jobs.knn(gallery(IMAGES_PER_CLASS), Precision.AUTO);
    int queries = Material.images(material.val()).size();
    for (int factor : FACTORS) {
      Path gallery = gallery(factor * IMAGES_PER_CLASS);
      int images = Material.images(gallery).size() + queries;
      point(
          "images", "knn, whole command", images, median(() -> jobs.knn(gallery, Precision.AUTO)));
    }
  }

  private Path gallery(int perClass) throws IOException {
    Path folder = material.context("growth-" + perClass);
    if (Files.exists(folder)) {
      return folder;
    }
    try (var classes = Files.list(material.train())) {
      for (Path from : classes.filter(Files::isDirectory).toList()) {
        Path to = Files.createDirectories(folder.resolve(from.getFileName()));
        List<Path> images = Material.images(from);
        for (Path image : images.subList(0, Math.min(perClass, images.size()))) {
          Files.createSymbolicLink(to.resolve(image.getFileName()), image);
        }
      }
    }
    return folder;
  }

  private void rerank(Jobs jobs) throws Exception {
    for (int factor : FACTORS) {
      int queries = factor * QUERIES;
      Path rankings =
          Jobs.rankings(material, "growth.pickle", queries, (query, rank) -> rank);
      point(
          "queries",
          "rerank, whole command",
          queries,
          Side.seconds(() -> jobs.rerank(rankings, Precision.AUTO)));
    }
  }

  private void search(BlockProduct product) throws Exception {
    VectorBlock few = Vectors.rows(0, SEARCHED_BY, 2);
    for (int factor : FACTORS) {
      List<VectorBlock> gallery = Vectors.blocks(VECTORS * factor, 1);
      SearchBench.search(product, few, gallery);
      point(
          "gallery",
          "search by %d queries".formatted(SEARCHED_BY),
          VECTORS * factor,
          median(() -> SearchBench.search(product, few, gallery)));
    }
    List<VectorBlock> gallery = Vectors.blocks(VECTORS * FACTORS[1], 1);
    for (int factor : FACTORS) {
      VectorBlock queries = Vectors.rows(0, SEARCHED_BY * factor, 2);
      point(
          "queries searched for",
          "search among %d".formatted(VECTORS * FACTORS[1]),
          queries.size(),
          median(() -> SearchBench.search(product, queries, gallery)));
    }
  }

  private double median(Side.Task task) throws Exception {
    double[] seconds = new double[material.rounds()];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = Side.seconds(task);
    }
    return Figure.median(seconds);
  }

  private void point(String size, String what, int x, double seconds) {
    System.out.printf(Locale.ROOT, "  %-20s %-34s %8d %10.3f%n", size, what, x, seconds);
    points.add("%s\t%s\t%d\t%s".formatted(size, what, x, seconds));
  }

  private void plot() throws IOException {
    Optional<String> python = material.python("matplotlib");
    if (python.isEmpty()) {
      System.out.println("no plot: no Python with torch and matplotlib");
      return;
    }
    Path table = Files.write(material.context("growth.tsv"), points, StandardCharsets.UTF_8);
    Path plot = material.context("growth.svg");
    Material.run(Python.command(python.get(), "plot.py", List.of(table, plot)));
    System.out.println("plot: " + plot);
  }
}
