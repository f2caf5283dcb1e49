package dev.chmcorr.model.search;

import static dev.chmcorr.model.search.Cosines.block;
import static dev.chmcorr.model.search.Cosines.cosine;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.chmcorr.domain.Neighbour;
import dev.chmcorr.knn.ApproximateFilter;
import dev.chmcorr.knn.BlockProduct;
import dev.chmcorr.knn.BlockSearch;
import dev.chmcorr.knn.Hits;
import dev.chmcorr.knn.PlainBlockProduct;
import dev.chmcorr.knn.TopK;
import dev.chmcorr.knn.VectorBlock;
import dev.chmcorr.model.FakeCuda;
import dev.chmcorr.model.search.TorchBlockProduct.Way;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.model.torch.TorchEngine;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TorchBlockProductTest {
  private static final int QUERIES = 9;

  /** Vectors that are hard to tell apart, or hard for a type of few bits, each in its own way. */
  private enum Data {
    RANDOM,
    POSITIVE,
    ALIKE,
    OPPOSITE,
    SPREAD,
    HALFWAY,
    ZEROS
  }

  @Test
  void aGpuSelectsByItself() {
    assertThat(TorchBlockProduct.way(FakeCuda.device(90))).isEqualTo(Way.ON_DEVICE);
    assertThat(TorchBlockProduct.way(TorchDevice.cpu())).isNotEqualTo(Way.ON_DEVICE);
  }

  @ParameterizedTest
  @EnumSource(Data.class)
  void cosinesLieWithinTheBounds(Data data) {
    for (Way way : Way.values()) {
      for (int dimension : new int[] {1, 7, 8, 9, 30, 1021, 2048}) {
        checkBounds(way, vectors(data, QUERIES, dimension, 1), vectors(data, 66, dimension, 2));
      }
    }
  }

  private static void checkBounds(Way way, float[][] queries, float[][] gallery) {
    try (TorchBlockProduct product = TorchBlockProduct.load(TorchDevice.cpu(), way);
        ApproximateFilter filter = product.filter(block(queries))) {
      Cosines.ofAllPairs(
          filter,
          queries,
          gallery,
          1,
          pair ->
              assertThat(pair.cosine())
                  .as("%s, %d components: %s", way, gallery[0].length, pair)
                  .isBetween(pair.lower(), pair.upper()));
    }
  }

  @ParameterizedTest
  @EnumSource(Data.class)
  void leavesOutOnlyWhatCannotReachTheFloor(Data data) {
    float[][] queries = vectors(data, QUERIES, 64, 3);
    float[][] gallery = vectors(data, 500, 64, 4);
    double[] thresholds = new double[QUERIES];
    Set<Integer> reaching = new HashSet<>();
    for (int query = 0; query < QUERIES; query++) {
      int q = query;
      double[] cosines =
          Arrays.stream(gallery).mapToDouble(row -> cosine(queries[q], row)).toArray();
      thresholds[query] = Arrays.stream(cosines).sorted().skip(480).findFirst().orElseThrow();
      IntStream.range(0, 500)
          .filter(row -> cosines[row] >= thresholds[q])
          .forEach(row -> reaching.add(q * 500 + row));
    }

    for (Way way : Way.values()) {
      Set<Integer> found = new HashSet<>();
      try (TorchBlockProduct product = TorchBlockProduct.load(TorchDevice.cpu(), way);
          ApproximateFilter filter = product.filter(block(queries))) {
        filter.filter(
            block(gallery),
            0,
            500,
            thresholds,
            (query, hits) ->
                IntStream.range(0, hits.size()).forEach(i -> found.add(query * 500 + hits.row(i))));
      }
      assertThat(found).as("%s", way).containsAll(reaching);
    }
  }

  @ParameterizedTest
  @EnumSource(Data.class)
  void ranksAsThePlainProductDoesBitForBit(Data data) {
    VectorBlock queries = block(vectors(data, QUERIES, 64, 5));
    float[][] gallery = vectors(data, 1021, 64, 6);
    List<List<Neighbour>> expected = search(queries, gallery, 1021, new PlainBlockProduct());

    for (Way way : Way.values()) {
      try (TorchBlockProduct product = TorchBlockProduct.load(TorchDevice.cpu(), way)) {
        for (int blockRows : new int[] {9, 300, 1021}) {
          assertThat(search(queries, gallery, blockRows, product))
              .as("%s, blocks of %d", way, blockRows)
              .isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void letsFewThrough(Way way) {
    try (TorchBlockProduct product = TorchBlockProduct.load(TorchDevice.cpu(), way);
        BlockSearch search =
            new BlockSearch(block(vectors(Data.POSITIVE, QUERIES, 512, 7)), 10, product)) {
      search.add(block(vectors(Data.POSITIVE, 5000, 512, 8)));
      search.nearest();

      assertThat(search.exactlyScored()).isBetween(10L * QUERIES, 30L * QUERIES);
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void nothingComesThroughWhereNothingReachesTheFloor(Way way) {
    double[] thresholds = new double[QUERIES];
    Arrays.fill(thresholds, 1.5);
    thresholds[3] = -1;
    Set<Integer> taken = new HashSet<>();
    try (TorchBlockProduct product = TorchBlockProduct.load(TorchDevice.cpu(), way);
        ApproximateFilter filter = product.filter(block(vectors(Data.RANDOM, QUERIES, 64, 9)))) {
      VectorBlock gallery = block(vectors(Data.RANDOM, 40, 64, 10));
      filter.filter(gallery, 0, 40, thresholds, (query, hits) -> collect(taken, query, hits));
      assertThat(taken).hasSize(40).allMatch(pair -> pair / 40 == 3);

      thresholds[3] = 1.5;
      filter.filter(gallery, 0, 40, thresholds, (query, hits) -> collect(taken, query, hits));
      assertThat(taken).hasSize(40);
    }
  }

  private static void collect(Set<Integer> pairs, int query, Hits hits) {
    IntStream.range(0, hits.size()).forEach(i -> pairs.add(query * 40 + hits.row(i)));
  }

  @Test
  void filtersOfOneBlockShareItAndTheLastFreesIt() {
    VectorBlock block = block(vectors(Data.RANDOM, QUERIES, 64, 11));
    try (NDManager manager = manager()) {
      SharedQueries<FloatQueries> shared =
          new SharedQueries<>(b -> new FloatQueries(manager.newSubManager(), b));

      FloatQueries first = shared.take(block);
      assertThat(shared.take(block)).isSameAs(first);
      shared.giveBack(block);
      assertThat(first.matrix().getShape()).isEqualTo(new Shape(16, 96));
      shared.giveBack(block);

      assertThat(first.matrix().isReleased()).isTrue();
      assertThat(shared.take(block)).isNotSameAs(first);
    }
  }

  private static NDManager manager() {
    TorchEngine.start();
    return NDManager.newBaseManager(TorchDevice.cpu().djl(), TorchEngine.NAME);
  }

  private static List<List<Neighbour>> search(
      VectorBlock queries, float[][] gallery, int blockRows, BlockProduct product) {
    try (BlockSearch search = new BlockSearch(queries, 50, product)) {
      for (int from = 0; from < gallery.length; from += blockRows) {
        int to = Math.min(gallery.length, from + blockRows);
        search.add(
            VectorBlock.of(
                IntStream.range(from, to).toArray(), Arrays.copyOfRange(gallery, from, to)));
      }
      return search.nearest().stream().map(TopK::neighbours).toList();
    }
  }

  private static float[][] vectors(Data data, int size, int dimension, int seed) {
    Random random = new Random(seed);
    float[][] rows = new float[size][dimension];
    for (int row = 0; row < size; row++) {
      for (int i = 0; i < dimension; i++) {
        rows[row][i] = component(data, row, i, random);
      }
    }
    return rows;
  }

  private static float component(Data data, int row, int i, Random random) {
    return switch (data) {
      case RANDOM -> (float) random.nextGaussian();
      case POSITIVE -> (float) Math.abs(random.nextGaussian());
      case ALIKE -> 1 + 1e-6f * random.nextInt(3);
      case OPPOSITE -> (row % 2 == 0 ? 1 : -1) * (1 + 1e-3f * random.nextFloat());
      case SPREAD -> (float) (random.nextGaussian() * Math.pow(10, random.nextInt(60) - 30));
      // As far from numbers of few bits as can be, and all rounded the same way.
      case HALFWAY -> (1 + (2 * random.nextInt(2) + 1) * 0x1p-8f) * (i % 2 == 0 ? 1 : 0.5f);
      case ZEROS -> row % 3 == 0 ? 0 : (float) random.nextGaussian();
    };
  }
}
