package dev.chmcorr.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.Neighbour;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockSearchTest {
  private static final Rounding COARSE = new Rounding(0x1p-8, 0x1p-23);
  private static final int QUERIES = 5;
  private static final int DIMENSION = 37;

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "1, 9",
    "7, 7",
    "8, 3",
    "9, 100",
    "1021, 1",
    "1021, 100",
    "1021, 1021",
    "1021, 2000"
  })
  void equalsTheFullScanForAnySizeAndDivision(int size, int k) {
    VectorBlock queries = random(QUERIES, 1);
    VectorBlock gallery = random(size, 2);
    List<List<Neighbour>> expected = fullScan(queries, gallery, k);

    for (int partitions : new int[] {1, 2, 7}) {
      for (int blockSize : new int[] {1, 8, 100, 4096}) {
        assertThat(search(queries, gallery, k, partitions, blockSize, new PlainBlockProduct()))
            .as("%d partitions, blocks of %d", partitions, blockSize)
            .isEqualTo(expected);
      }
    }
  }

  /** Float32 cannot tell these vectors apart, and bfloat16 by far not. */
  @ParameterizedTest
  @ValueSource(strings = {"plain", "bfloat16", "worst", "useless", "nan"})
  void equalsTheFullScanForAnyProduct(String name) {
    VectorBlock queries = alike(QUERIES, 3);
    VectorBlock gallery = alike(600, 4);

    assertThat(search(queries, gallery, 50, 2, 64, product(name)))
        .isEqualTo(fullScan(queries, gallery, 50));
  }

  /** The first part is searched twice, as after a failure. */
  @ParameterizedTest
  @ValueSource(strings = {"plain", "bfloat16", "worst", "useless"})
  void partsOfAGalleryMayShareWhatTheyLearn(String name) {
    VectorBlock queries = alike(QUERIES, 3);
    VectorBlock gallery = alike(600, 4);
    int k = 50;
    Thresholds thresholds = new Thresholds(QUERIES, k);
    List<TopK> merged = new BlockSearch(queries, k, product(name)).nearest();
    long scored = 0;

    for (int from : new int[] {0, 0, 200, 400}) {
      BlockSearch search = new BlockSearch(queries, k, product(name), thresholds, 1);
      search.add(slice(gallery, from, from + 200));
      List<TopK> part = search.nearest();
      if (from > 0 || scored == 0) {
        IntStream.range(0, QUERIES).forEach(query -> merged.get(query).merge(part.get(query)));
      }
      scored += search.exactlyScored();
    }

    assertThat(merged.stream().map(TopK::neighbours).toList())
        .isEqualTo(fullScan(queries, gallery, k));
  }

  @ParameterizedTest
  @CsvSource({"plain, 100, true", "useless, 1000, true", "useless, 3000, false"})
  void rowsAreScoredAsSoonAsTheyAreMany(String name, int most, boolean many) {
    VectorBlock queries = alike(QUERIES, 3);
    VectorBlock gallery = alike(600, 4);
    Thresholds thresholds = new Thresholds(QUERIES, 50);
    BlockSearch search =
        new BlockSearch(queries, 50, product(name), thresholds, BlockSearch.KEPT_BYTES, most);

    search.add(gallery);

    assertThat(search.exactlyScored() > 0).isEqualTo(many);
    assertThat(search.nearest().stream().map(TopK::neighbours))
        .containsExactlyElementsOf(fullScan(queries, gallery, 50));
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "bfloat16", "useless"})
  void searchesMayShareWhatTheyLearnAtTheSameTime(String name) {
    VectorBlock queries = alike(QUERIES, 3);
    VectorBlock gallery = alike(2000, 4);
    int k = 50;
    List<List<Neighbour>> expected = fullScan(queries, gallery, k);

    for (int time = 0; time < 20; time++) {
      Thresholds thresholds = new Thresholds(QUERIES, k);
      List<TopK> merged =
          IntStream.range(0, 4)
              .parallel()
              .mapToObj(part -> ofPart(part, queries, gallery, thresholds, product(name)))
              .reduce(BlockSearchTest::merged)
              .orElseThrow();
      assertThat(merged.stream().map(TopK::neighbours)).containsExactlyElementsOf(expected);
    }
  }

  private static List<TopK> ofPart(
      int part,
      VectorBlock queries,
      VectorBlock gallery,
      Thresholds thresholds,
      BlockProduct product) {
    BlockSearch search = new BlockSearch(queries, 50, product, thresholds, 1 << 14);
    for (int from = 500 * part; from < 500 * (part + 1); from += 50) {
      search.add(slice(gallery, from, from + 50));
    }
    return search.nearest();
  }

  private static List<TopK> merged(List<TopK> some, List<TopK> others) {
    return IntStream.range(0, some.size()).mapToObj(i -> some.get(i).merge(others.get(i))).toList();
  }

  @Test
  void whatOnePartHasFoundSparesTheOthersExactScores() {
    VectorBlock queries = random(QUERIES, 5);
    VectorBlock gallery = random(20_000, 6);
    Thresholds thresholds = new Thresholds(QUERIES, 10);
    search(queries, gallery, thresholds, 0, 10_000);

    long alone = search(queries, gallery, new Thresholds(QUERIES, 10), 10_000, 20_000);
    long after = search(queries, gallery, thresholds, 10_000, 20_000);

    // Every list of its own has at least 10; of both halves' best 10 about 5 are in each.
    assertThat(alone).isGreaterThanOrEqualTo(QUERIES * 10L);
    assertThat(after).isLessThan(QUERIES * 9L);
  }

  private static long search(
      VectorBlock queries, VectorBlock gallery, Thresholds thresholds, int from, int to) {
    BlockSearch search =
        new BlockSearch(queries, 10, new PlainBlockProduct(), thresholds, BlockSearch.KEPT_BYTES);
    search.add(slice(gallery, from, to));
    search.nearest();
    return search.exactlyScored();
  }

  @Test
  void equalVectorsAreRankedById() {
    float[] vector = {3, -1, 2};
    float[] doubled = {6, -2, 4};
    VectorBlock queries = VectorBlock.of(new int[] {0}, new float[][] {vector});
    VectorBlock gallery =
        VectorBlock.of(
            new int[] {9, 2, 7, 4, 5}, new float[][] {vector, vector, doubled, vector, {0, 0, 0}});

    assertThat(ids(search(queries, gallery, 3, 2, 1, new PlainBlockProduct())))
        .containsExactly(2, 4, 7);
    assertThat(ids(search(queries, gallery, 9, 1, 9, new PlainBlockProduct())))
        .containsExactly(2, 4, 7, 9, 5);
  }

  @Test
  void theProductSparesMostExactScores() {
    VectorBlock queries = random(QUERIES, 5);
    VectorBlock gallery = random(20_000, 6);
    BlockSearch search = new BlockSearch(queries, 10, new PlainBlockProduct());

    search.add(gallery);
    search.nearest();

    // In random order a list of k changes about k (1 + ln(n / k)) times: 86 of 20,000.
    assertThat(search.exactlyScored()).isLessThan(QUERIES * 200L);
  }

  @Test
  void withoutGalleryThereAreNoNeighbours() {
    BlockSearch search = new BlockSearch(random(QUERIES, 7), 3, new PlainBlockProduct());

    search.add(VectorBlock.of(new int[0], new float[0][]));

    assertThat(search.nearest())
        .hasSize(QUERIES)
        .allSatisfy(list -> assertThat(list.neighbours()).isEmpty());
  }

  @Test
  void refusesAnotherDimension() {
    BlockSearch search = new BlockSearch(random(QUERIES, 8), 3, new PlainBlockProduct());

    assertThatThrownBy(() -> search.add(VectorBlock.of(new int[] {0}, new float[1][5])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("queries 37, gallery 5");
  }

  private static BlockProduct product(String name) {
    return switch (name) {
      case "plain" -> new PlainBlockProduct();
      case "bfloat16" -> new Bfloat16();
      case "worst" -> new Disturbed(COARSE, 0.99 * COARSE.tolerance(DIMENSION).error());
      case "useless" -> new Disturbed(new Rounding(10, 0), 100);
      case "nan" -> new Disturbed(Rounding.FLOAT32, Double.NaN);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Factors cut to bfloat16, which errs up to twice as much as rounding to it. */
  private record Bfloat16() implements DenseProduct {
    @Override
    public float[] multiply(float[] queries, float[] gallery, int dimension) {
      return new PlainBlockProduct().multiply(cut(queries), cut(gallery), dimension);
    }

    @Override
    public Rounding rounding() {
      return new Rounding(0x1p-7, 0x1p-24);
    }

    private static float[] cut(float[] values) {
      float[] cut = new float[values.length];
      for (int i = 0; i < cut.length; i++) {
        cut[i] = Float.intBitsToFloat(Float.floatToIntBits(values[i]) & 0xFFFF0000);
      }
      return cut;
    }
  }

  /** Errs up or down by a given amount. */
  private record Disturbed(Rounding rounding, double error) implements DenseProduct {
    @Override
    public float[] multiply(float[] queries, float[] gallery, int dimension) {
      float[] products = new PlainBlockProduct().multiply(queries, gallery, dimension);
      for (int i = 0; i < products.length; i++) {
        products[i] += (float) (i % 3 == 0 ? error : -error);
      }
      return products;
    }
  }

  private static List<List<Neighbour>> search(
      VectorBlock queries,
      VectorBlock gallery,
      int k,
      int partitions,
      int blockSize,
      BlockProduct product) {
    List<TopK> merged = new BlockSearch(queries, k, product).nearest();
    for (int partition = partitions - 1; partition >= 0; partition--) {
      BlockSearch search = new BlockSearch(queries, k, product);
      int end = gallery.size() * (partition + 1) / partitions;
      for (int i = gallery.size() * partition / partitions; i < end; i += blockSize) {
        search.add(slice(gallery, i, Math.min(i + blockSize, end)));
      }
      for (int query = 0; query < queries.size(); query++) {
        merged.get(query).merge(search.nearest().get(query));
      }
    }
    return merged.stream().map(TopK::neighbours).toList();
  }

  private static List<List<Neighbour>> fullScan(VectorBlock queries, VectorBlock gallery, int k) {
    List<List<Neighbour>> all = new ArrayList<>();
    for (int query = 0; query < queries.size(); query++) {
      int q = query;
      all.add(
          IntStream.range(0, gallery.size())
              .mapToObj(row -> new Neighbour(gallery.id(row), queries.similarity(q, gallery, row)))
              .sorted()
              .limit(k)
              .toList());
    }
    return all;
  }

  private static int[] ids(List<List<Neighbour>> neighbours) {
    return neighbours.get(0).stream().mapToInt(Neighbour::galleryId).toArray();
  }

  private static VectorBlock slice(VectorBlock block, int from, int to) {
    int[] ids = IntStream.range(from, to).map(block::id).toArray();
    float[][] rows = IntStream.range(from, to).mapToObj(block::vector).toArray(float[][]::new);
    return VectorBlock.of(ids, rows);
  }

  private static VectorBlock random(int size, int seed) {
    Random random = new Random(seed);
    float[][] rows = new float[size][DIMENSION];
    for (float[] row : rows) {
      for (int i = 0; i < DIMENSION; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    return VectorBlock.of(shuffledIds(size, random), rows);
  }

  /** Vectors that differ from each other by a few millionths, many of them equal. */
  private static VectorBlock alike(int size, int seed) {
    Random random = new Random(seed);
    float[][] rows = new float[size][DIMENSION];
    for (float[] row : rows) {
      Arrays.fill(row, 1);
      row[random.nextInt(DIMENSION)] += 1e-6f * random.nextInt(8);
    }
    return VectorBlock.of(shuffledIds(size, random), rows);
  }

  private static int[] shuffledIds(int size, Random random) {
    int[] ids = IntStream.range(0, size).toArray();
    for (int i = size - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int id = ids[i];
      ids[i] = ids[j];
      ids[j] = id;
    }
    return ids;
  }
}
