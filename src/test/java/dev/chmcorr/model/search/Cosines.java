package dev.chmcorr.model.search;

import dev.chmcorr.knn.ApproximateFilter;
import dev.chmcorr.knn.VectorBlock;
import java.util.Arrays;
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

  /** What a filter says of a pair. */
  interface Bounds {
    void of(double cosine, double lower, double upper);
  }

  /** Has a filter let all pairs through; returns how many there were. */
  static int ofAllPairs(
      ApproximateFilter filter, float[][] queries, float[][] gallery, Bounds bounds) {
    double[] thresholds = new double[queries.length];
    Arrays.fill(thresholds, Double.NEGATIVE_INFINITY);
    int[] pairs = new int[1];
    filter.filter(
        block(gallery),
        0,
        gallery.length,
        thresholds,
        (query, hits) -> {
          for (int i = 0; i < hits.size(); i++) {
            pairs[0]++;
            double cosine = cosine(queries[query], gallery[hits.row(i)]);
            bounds.of(cosine, hits.lowerBound(i), hits.upperBound(i));
          }
        });
    return pairs[0];
  }
}
