package dev.chmcorr.bench;

import dev.chmcorr.domain.Neighbour;
import dev.chmcorr.knn.BlockProduct;
import dev.chmcorr.knn.BlockSearch;
import dev.chmcorr.knn.Thresholds;
import dev.chmcorr.knn.TopK;
import dev.chmcorr.knn.VectorBlock;
import dev.chmcorr.model.search.TorchBlockProduct;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.model.torch.TorchEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "knn-search",
    mixinStandardHelpOptions = true,
    header = "Exact search in memory among random unit vectors, against faiss IndexFlatIP.%n",
    description = "Ids must agree but for similarities closer than float32 tells apart.%n")
final class SearchBench implements Callable<Integer> {
  private static final int K = 100;
  private static final long GALLERY_SEED = 1;
  private static final long QUERY_SEED = 2;

  /** Twice the error that a float32 sum of 2048 products commonly has. */
  private static final double NOISE = 2e-6;

  @Mixin private Material material;

  @Option(names = "--gallery", defaultValue = "100000", paramLabel = "N", description = "Vectors searched. Default: ${DEFAULT-VALUE}")
  private int gallery;

  @Option(names = "--queries", defaultValue = "1000", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}")
  private int queries;

  @Override
  public Integer call() throws Exception {
    List<VectorBlock> blocks = Vectors.blocks(gallery, GALLERY_SEED);
    VectorBlock wanted = Vectors.rows(0, queries, QUERY_SEED);
    Path galleryFile = Vectors.write(material.context("gallery.f32"), gallery, GALLERY_SEED);
    Path queryFile = Vectors.write(material.context("queries.f32"), queries, QUERY_SEED);
    Path found = material.context("found.i64");
    Files.deleteIfExists(found);
    TorchEngine.limitThreads(1);
    try (TorchBlockProduct auto = TorchBlockProduct.load(TorchDevice.cpu());
        TorchBlockProduct fp32 = TorchBlockProduct.load(TorchDevice.cpu(), TorchBlockProduct.Way.FLOAT32)) {
      Contest.hold(
          material,
          "a query",
          List.of(
              side("default", auto, wanted, blocks), side("fp32", fp32, wanted, blocks)),
          new Opponent(
              "faiss",
              queries,
              "faiss",
              "search.py",
              List.of(galleryFile, queryFile, Vectors.DIMENSION, K, found)));
      if (Files.exists(found)) {
        compare(search(auto, wanted, blocks), found);
      }
    }
    return 0;
  }

  private static Side side(
      String name,
      TorchBlockProduct product,
      VectorBlock queries,
      List<VectorBlock> gallery) {
    return Side.timed(
        "knn-search, " + name,
        queries.size(),
        () -> search(product, queries, gallery));
  }

  /** One search per core over its share of the gallery; their lists merged. */
  static List<TopK> search(
      BlockProduct product, VectorBlock queries, List<VectorBlock> gallery) throws Exception {
    Thresholds thresholds = new Thresholds(queries.size(), K);
    ConcurrentLinkedQueue<List<TopK>> parts = new ConcurrentLinkedQueue<>();
    Workers.divide(
        gallery,
        share -> {
          try (BlockSearch search = new BlockSearch(queries, K, product, thresholds, BlockSearch.KEPT_BYTES)) {
            share.forEach(search::add);
            parts.add(search.nearest());
          }
        });
    List<TopK> merged = parts.remove();
    for (List<TopK> part : parts) {
      for (int i = 0; i < merged.size(); i++) {
        merged.get(i).merge(part.get(i));
      }
    }
    return merged;
  }

  private static void compare(List<TopK> ours, Path file) throws IOException {
    LongBuffer theirs =
        ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
    int same = 0;
    int ties = 0;
    int wrong = 0;
    for (int query = 0; query < ours.size(); query++) {
      List<Neighbour> neighbours = ours.get(query).neighbours();
      Map<Integer, Double> similarities = new HashMap<>();
      neighbours.forEach(n -> similarities.put(n.galleryId(), n.similarity()));
      double last = neighbours.get(neighbours.size() - 1).similarity();
      for (int rank = 0; rank < neighbours.size(); rank++) {
        int id = (int) theirs.get(query * neighbours.size() + rank);
        Neighbour own = neighbours.get(rank);
        // An id that we do not hold can only tie with our last.
        double similarity = similarities.getOrDefault(id, last);
        if (id == own.galleryId()) {
          same++;
        } else if (Math.abs(similarity - own.similarity()) <= NOISE) {
          ties++;
        } else {
          wrong++;
        }
      }
    }
    System.out.printf(
        "ranks: %d with the same id, %d with ids closer than %.0e, %d others%n",
        same, ties, NOISE, wrong);
  }
}
