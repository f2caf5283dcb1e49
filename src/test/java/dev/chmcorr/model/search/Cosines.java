package dev.chmcorr.model.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.knn.ApproximateFilter;
import dev.chmcorr.knn.VectorBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Cosines as they are defined, of vectors that are then searched. */
final class Cosines {
  private Cosines() {}

  /** Zero if either vector is. */
  static double cosine(float[] a, float[] b) {
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

  /** The vectors, numbered from 0. */
  static VectorBlock block(float[][] rows) {
    return VectorBlock.of(IntStream.range(0, rows.length).toArray(), rows);
  }

  /**
   * What a filter says of a pair.
   *
   * @param row of the gallery
   * @param cosine as it is
   */
  record Pair(int query, int row, double cosine, double lower, double upper) {}

  /** Has a filter let all pairs through, and checks that each comes once. */
  static void ofAllPairs(
      ApproximateFilter filter,
      float[][] queries,
      float[][] gallery,
      int from,
      Consumer<Pair> receiver) {
    double[] thresholds = new double[queries.length];
    Arrays.fill(thresholds, Double.NEGATIVE_INFINITY);
    List<Integer> found = new ArrayList<>();
    filter.filter(
        block(gallery),
        from,
        gallery.length,
        thresholds,
        (query, hits) -> {
          for (int i = 0; i < hits.size(); i++) {
            int row = from + hits.row(i);
            found.add(query * gallery.length + row);
            double cosine = cosine(queries[query], gallery[row]);
            receiver.accept(new Pair(query, row, cosine, hits.lowerBound(i), hits.upperBound(i)));
          }
        });
    assertThat(found).doesNotHaveDuplicates().hasSize(queries.length * (gallery.length - from));
  }
}
