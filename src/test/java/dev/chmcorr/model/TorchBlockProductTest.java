package dev.chmcorr.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.Neighbour;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.knn.BlockProduct;
import dev.chmcorr.knn.BlockSearch;
import dev.chmcorr.knn.Hits;
import dev.chmcorr.knn.PlainBlockProduct;
import dev.chmcorr.knn.Sieve;
import dev.chmcorr.knn.TopK;
import dev.chmcorr.knn.VectorBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @EnumSource(Data.class)
  void cosinesLieWithinTheBounds(Data data) {
    for (Precision precision : new Precision[] {Precision.FP32, Precision.BF16}) {
      for (int dimension : new int[] {1, 7, 8, 9, 30, 1021, 2048}) {
        checkBounds(
            precision, vectors(data, QUERIES, dimension, 1), vectors(data, 65, dimension, 2));
      }
    }
  }

  private static void checkBounds(Precision precision, float[][] queries, float[][] gallery) {
    double[] floors = new double[queries.length];
    Arrays.fill(floors, Double.NEGATIVE_INFINITY);
    try (TorchBlockProduct product = TorchBlockProduct.load(TorchDevice.cpu(), precision);
        Sieve sieve = product.sieve(block(queries))) {
      Hits hits = sieve.hits(block(gallery), 1, gallery.length, floors);
      int rows = gallery.length - 1;
      assertThat(hits.pairs()).hasSize(queries.length * rows);
      for (int i = 0; i < hits.pairs().length; i++) {
        int pair = hits.pairs()[i];
        double cosine = cosine(queries[pair / rows], gallery[1 + pair % rows]);
        assertThat(cosine)
            .as("%s, %d components, pair %d", precision, gallery[0].length, pair)
            .isBetween(hits.least()[i], hits.most()[i]);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Data.class)
  void leavesOutOnlyWhatCannotReachTheFloor(Data data) {
    float[][] queries = vectors(data, QUERIES, 64, 3);
    float[][] gallery = vectors(data, 500, 64, 4);
    try (TorchBlockProduct product = TorchBlockProduct.load(TorchDevice.cpu(), Precision.BF16);
        Sieve sieve = product.sieve(block(queries))) {
      double[] floors = new double[QUERIES];
      List<Integer> reaching = new ArrayList<>();
      for (int query = 0; query < QUERIES; query++) {
        int q = query;
        double[] cosines =
            Arrays.stream(gallery).mapToDouble(row -> cosine(queries[q], row)).toArray();
        floors[query] = Arrays.stream(cosines).sorted().skip(480).findFirst().orElseThrow();
        IntStream.range(0, 500)
            .filter(row -> cosines[row] >= floors[q])
            .forEach(row -> reaching.add(q * 500 + row));
      }

      assertThat(sieve.hits(block(gallery), 0, 500, floors).pairs())
          .contains(reaching.stream().mapToInt(Integer::intValue).toArray());
    }
  }

  @ParameterizedTest
  @EnumSource(Data.class)
  void ranksAsThePlainProductDoesBitForBit(Data data) {
    VectorBlock queries = block(vectors(data, QUERIES, 64, 5));
    float[][] gallery = vectors(data, 1021, 64, 6);
    List<List<Neighbour>> expected = search(queries, gallery, 1021, new PlainBlockProduct());

    for (Precision precision : new Precision[] {Precision.FP32, Precision.BF16}) {
      try (TorchBlockProduct product = TorchBlockProduct.load(TorchDevice.cpu(), precision)) {
        for (int blockRows : new int[] {9, 300, 1021}) {
          assertThat(search(queries, gallery, blockRows, product))
              .as("%s, blocks of %d", precision, blockRows)
              .isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"FP32", "BF16"})
  void letsFewThrough(Precision precision) {
    try (TorchBlockProduct product = TorchBlockProduct.load(TorchDevice.cpu(), precision);
        BlockSearch search =
            new BlockSearch(block(vectors(Data.POSITIVE, QUERIES, 512, 7)), 10, product)) {
      search.add(block(vectors(Data.POSITIVE, 5000, 512, 8)));
      search.nearest();

      assertThat(search.exactlyScored()).isBetween(10L * QUERIES, 30L * QUERIES);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "0, 0",
    "1.00390625, 1",
    "1.0078125, 1.0078125",
    "-1, -1",
    "-1.00390625, -1.0078125",
    "-Infinity, -Infinity"
  })
  void cutsAreRoundedDownToWhatBfloat16Holds(float value, float expected) {
    assertThat(TorchSieve.floor(value)).isEqualTo(expected);
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

  private static VectorBlock block(float[][] rows) {
    return VectorBlock.of(IntStream.range(0, rows.length).toArray(), rows);
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    double squareA = 0;
    double squareB = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      squareA += (double) a[i] * a[i];
      squareB += (double) b[i] * b[i];
    }
    return squareA == 0 || squareB == 0 ? 0 : dot / Math.sqrt(squareA) / Math.sqrt(squareB);
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
      // As far from bfloat16 numbers as can be, and all rounded the same way.
      case HALFWAY -> (1 + (2 * random.nextInt(2) + 1) * 0x1p-8f) * (i % 2 == 0 ? 1 : 0.5f);
      case ZEROS -> row % 3 == 0 ? 0 : (float) random.nextGaussian();
    };
  }
}
