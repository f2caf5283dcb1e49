package dev.chmcorr.knn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.Neighbour;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExcludingProductTest {
  private static final int DIMENSION = 40;
  private static final int GALLERY = 700;
  private static final int QUERIES = 5;

  /** Contents of gallery images repeat; each query is one of them, and has many copies. */
  private static final int CONTENTS = 20;

  private final float[][] contents = random();
  private final int[] ofGallery = IntStream.range(0, GALLERY).map(i -> 1 + i % CONTENTS).toArray();
  private final int[] ofQueries = {1, 5, 0, 20, 5};

  /** Three lines: all neighbours in order, without those of the query's content. */
  private List<Neighbour> naive(int query, int k) {
    List<Neighbour> all = new ArrayList<>();
    VectorBlock one = queries();
    VectorBlock gallery = gallery(0, GALLERY);
    for (int i = 0; i < GALLERY; i++) {
      if (ofGallery[i] != ofQueries[query]) {
        all.add(new Neighbour(i, one.similarity(query, gallery, i)));
      }
    }
    TopK nearest = new TopK(k);
    all.forEach(neighbour -> nearest.offer(neighbour.galleryId(), neighbour.similarity()));
    return nearest.neighbours();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void listsAreFullAndTheSameHoweverTheGalleryIsCut(int parts) {
    for (int k : new int[] {1, 10, 100}) {
      List<TopK> lists = search(parts, k);
      for (int query = 0; query < QUERIES; query++) {
        assertThat(lists.get(query).neighbours())
            .as("query %d, k %d", query, k)
            .hasSize(k)
            .isEqualTo(naive(query, k));
      }
    }
  }

  @Test
  void withoutOthersNothingIsFound() {
    SameImages same = new SameImages(new int[] {1}, new int[] {1, 1});
    float[][] two = {contents[0], contents[0]};
    try (BlockSearch search =
        new BlockSearch(
            VectorBlock.of(new int[] {0}, new float[][] {contents[0]}),
            3,
            new ExcludingProduct(new PlainBlockProduct(), same))) {
      search.add(VectorBlock.of(new int[] {0, 1}, two));
      assertThat(search.nearest().get(0).neighbours()).isEmpty();
    }
  }

  @Test
  void idsBeyondAllThatAreSharedAreAlone() {
    SameImages same = new SameImages(new int[] {0, 2}, new int[] {2});
    assertThat(same.are(1, 0)).isTrue();
    assertThat(same.are(0, 0)).isFalse();
    assertThat(same.are(7, 7)).isFalse();
  }

  private List<TopK> search(int parts, int k) {
    SameImages same = new SameImages(ofQueries, ofGallery);
    List<TopK> merged = null;
    for (int part = 0; part < parts; part++) {
      try (BlockSearch search =
          new BlockSearch(queries(), k, new ExcludingProduct(new PlainBlockProduct(), same))) {
        search.add(gallery(GALLERY * part / parts, GALLERY * (part + 1) / parts));
        List<TopK> found = search.nearest();
        if (merged == null) {
          merged = found;
        } else {
          for (int query = 0; query < QUERIES; query++) {
            merged.get(query).merge(found.get(query));
          }
        }
      }
    }
    return merged;
  }

  private VectorBlock queries() {
    float[][] vectors = new float[QUERIES][];
    for (int i = 0; i < QUERIES; i++) {
      vectors[i] = contents[Math.max(0, ofQueries[i] - 1)];
    }
    return VectorBlock.of(IntStream.range(0, QUERIES).toArray(), vectors);
  }

  private VectorBlock gallery(int from, int to) {
    float[][] vectors = new float[to - from][];
    for (int i = from; i < to; i++) {
      vectors[i - from] = contents[ofGallery[i] - 1];
    }
    return VectorBlock.of(IntStream.range(from, to).toArray(), vectors);
  }

  private static float[][] random() {
    Random random = new Random(1);
    float[][] vectors = new float[CONTENTS][DIMENSION];
    for (float[] vector : vectors) {
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] = (float) random.nextGaussian();
      }
    }
    return vectors;
  }
}
