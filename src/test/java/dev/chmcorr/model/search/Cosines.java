package dev.chmcorr.model.search;

import dev.chmcorr.knn.VectorBlock;
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
}
