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

  /** Between these, neither the norm nor its inverse leaves float32's range or precision. */
  private static final double MIN_PLAIN_NORM = 0x1p-100;

  private static final double MAX_PLAIN_NORM = 0x1p100;

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
      norms[row] = norm(vectors[row]);
    }
    return new VectorBlock(ids.clone(), dimension, values, norms);
  }

  private static double norm(float[] vector) {
    return Math.sqrt(DoubleDot.FASTEST.dot(vector, 0, vector, 0, vector.length));
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

  /**
   * A vector at unit length, less another one, as float32; a zero vector stays zero before that.
   * Each component is rounded three times: its scale, the product with it, and the difference.
   *
   * @param centre [dimension], taken off the vector
   * @param out takes the components; what it holds beyond the dimension stays
   */
  public void putUnit(int row, float[] centre, float[] out) {
    System.arraycopy(values, row * dimension, out, 0, dimension);
    double norm = norms[row];
    if (norm > MIN_PLAIN_NORM && norm < MAX_PLAIN_NORM) {
      scale(out, (float) (1 / norm), centre);
    } else {
      scaleSlowly(out, norm == 0 ? 0 : 1 / norm, centre);
    }
  }

  /** HotSpot's compiler vectorises this, and not the same in double (JDK 17). */
  private static void scale(float[] vector, float scale, float[] centre) {
    for (int i = 0; i < centre.length; i++) {
      vector[i] = vector[i] * scale - centre[i];
    }
  }

  private static void scaleSlowly(float[] vector, double scale, float[] centre) {
    for (int i = 0; i < centre.length; i++) {
      vector[i] = (float) (vector[i] * scale) - centre[i];
    }
  }

  /** Mean of the vectors at unit length, rounded. */
  public float[] unitMean() {
    double[] sum = new double[dimension];
    for (int row = 0; row < ids.length; row++) {
      double scale = norms[row] == 0 ? 0 : 1 / norms[row] / ids.length;
      for (int i = 0; i < dimension; i++) {
        sum[i] += values[row * dimension + i] * scale;
      }
    }
    float[] mean = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      mean[i] = (float) sum[i];
    }
    return mean;
  }

  /** Product of a vector at unit length with another vector, in double precision. */
  public double unitProduct(int row, float[] other) {
    double product = DoubleDot.FASTEST.dot(other, 0, values, row * dimension, dimension);
    return norms[row] == 0 ? 0 : product / norms[row];
  }

  /**
   * Cosine of a vector with one of another block, in double precision and a fixed order of
   * summation: the same two vectors give the same bits everywhere. Zero if either vector is zero.
   */
  double similarity(int row, VectorBlock other, int otherRow) {
    double lengths = norms[row] * other.norms[otherRow];
    if (lengths == 0) {
      return 0;
    }
    double product =
        DoubleDot.FASTEST.dot(
            values, row * dimension, other.values, otherRow * dimension, dimension);
    return Math.max(-1, Math.min(product / lengths, 1));
  }
}
