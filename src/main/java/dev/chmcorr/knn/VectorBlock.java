package dev.chmcorr.knn;

import dev.chmcorr.domain.UserException;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Some embeddings with their image ids, and the exact similarity between two of them. Serializable
 * with plain arrays inside: 4 * size * dimension bytes when broadcast.
 */
public final class VectorBlock implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int[] ids;
  private final int dimension;
  private final float[] values;
  private final double[] norms;

  private VectorBlock(int[] ids, int dimension, float[] values, double[] norms) {
    this.ids = ids;
    this.dimension = dimension;
    this.values = values;
    this.norms = norms;
  }

  /**
   * Copies the vectors.
   *
   * @param ids image ids
   * @param vectors one embedding per id, of any length but all of the same dimension
   */
  public static VectorBlock of(int[] ids, float[][] vectors) {
    if (ids.length != vectors.length) {
      throw new IllegalArgumentException(
          "Invalid block: %d ids for %d vectors".formatted(ids.length, vectors.length));
    }
    int dimension = vectors.length == 0 ? 0 : vectors[0].length;
    float[] values = new float[Math.multiplyExact(vectors.length, dimension)];
    double[] norms = new double[vectors.length];
    for (int row = 0; row < vectors.length; row++) {
      check(ids[row], vectors[row], dimension);
      System.arraycopy(vectors[row], 0, values, row * dimension, dimension);
      norms[row] = Math.sqrt(dot(values, row * dimension, values, row * dimension, dimension));
    }
    return new VectorBlock(ids.clone(), dimension, values, norms);
  }

  private static void check(int id, float[] vector, int dimension) {
    if (vector.length != dimension || dimension == 0) {
      throw new UserException(
          "Invalid embedding of image %d: %d numbers (must be %d, as the others, and not 0); embed again"
              .formatted(id, vector.length, dimension));
    }
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        throw new UserException(
            "Invalid embedding of image %d: contains %s; check the model".formatted(id, value));
      }
    }
  }

  /** How many vectors. */
  public int size() {
    return ids.length;
  }

  /** Components of each vector; 0 if there is none. */
  public int dimension() {
    return dimension;
  }

  /** Image id of a row. */
  public int id(int row) {
    return ids[row];
  }

  /** The vector of a row, as it was given; a copy. */
  float[] vector(int row) {
    return Arrays.copyOfRange(values, row * dimension, (row + 1) * dimension);
  }

  /** The vectors at unit length as float32, [size][dimension] row-major; zero vectors stay zero. */
  float[] unitRows() {
    float[] unit = new float[values.length];
    for (int row = 0; row < ids.length; row++) {
      double scale = norms[row] == 0 ? 0 : 1 / norms[row];
      for (int i = row * dimension; i < (row + 1) * dimension; i++) {
        unit[i] = (float) (values[i] * scale);
      }
    }
    return unit;
  }

  /**
   * Cosine in double precision and a fixed order of summation: the same two vectors give the same
   * bits everywhere. Zero if either vector is zero.
   */
  double similarity(int row, VectorBlock other, int otherRow) {
    double norms = this.norms[row] * other.norms[otherRow];
    if (norms == 0) {
      return 0;
    }
    double dot = dot(values, row * dimension, other.values, otherRow * dimension, dimension);
    return Math.max(-1, Math.min(dot / norms, 1));
  }

  /** Products of two float32 are exact in double; they are added first to last. */
  private static double dot(float[] a, int aStart, float[] b, int bStart, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += (double) a[aStart + i] * b[bStart + i];
    }
    return sum;
  }
}
