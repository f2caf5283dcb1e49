package dev.chmcorr.knn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.Coarse;
import dev.chmcorr.Npz;
import dev.chmcorr.Shared;
import dev.chmcorr.domain.Neighbour;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rankings from the published program's own embeddings. */
class PublishedRankingsTest {
  private static final double NEAR_TIE = 2e-6;

  @Test
  void sameNeighboursInTheSameOrderApartFromNearTies() {
    Npz npz = Npz.open(Shared.path("reference/embeddings.npz"));
    List<int[]> published = Coarse.rankings();
    BlockSearch search =
        new BlockSearch(block(npz, "query"), Coarse.RANKED, new PlainBlockProduct());

    search.add(block(npz, "gallery"));

    assertThat(published).hasSize(100);
    for (int query = 0; query < published.size(); query++) {
      check(query, search.nearest().get(query).neighbours(), published.get(query));
    }
  }

  private static void check(int query, List<Neighbour> actual, int[] published) {
    assertThat(actual)
        .as("ids of query %d", query)
        .extracting(Neighbour::galleryId)
        .containsExactlyInAnyOrderElementsOf(Arrays.stream(published).boxed().toList());
    Map<Integer, Neighbour> byId =
        actual.stream().collect(Collectors.toMap(Neighbour::galleryId, Function.identity()));
    for (int rank = 0; rank < published.length; rank++) {
      double similarity = byId.get(published[rank]).similarity();
      assertThat(Math.abs(similarity - actual.get(rank).similarity()))
          .as("query %d, rank %d", query, rank + 1)
          .isLessThan(NEAR_TIE);
    }
  }

  private static VectorBlock block(Npz npz, String name) {
    int[] shape = npz.shape(name);
    float[] values = npz.floats(name);
    float[][] rows =
        IntStream.range(0, shape[0])
            .mapToObj(row -> Arrays.copyOfRange(values, row * shape[1], (row + 1) * shape[1]))
            .toArray(float[][]::new);
    return VectorBlock.of(IntStream.range(0, shape[0]).toArray(), rows);
  }
}
