package dev.chmcorr.knn;

/**
 * The product in plain Java, float32. HotSpot's compiler vectorises its innermost loop because
 * every operand is an array of its own, indexed by the loop variable alone: with an offset in the
 * index, or with eight rows at once, the same loop runs six times slower (JDK 17).
 */
public final class PlainBlockProduct implements DenseProduct {
  /** Gallery rows per tile, and components per panel: together 32 KiB, which a core keeps close. */
  private static final int WIDTH = 512;

  private static final int DEPTH = 16;

  /** Components that the innermost loop adds at once. */
  private static final int STEP = 4;

  @Override
  public float[] multiply(float[] queries, float[] gallery, int dimension) {
    int queryRows = queries.length / dimension;
    int galleryRows = gallery.length / dimension;
    float[] products = new float[Math.multiplyExact(queryRows, galleryRows)];
    for (int first = 0; first < galleryRows; first += WIDTH) {
      int width = Math.min(WIDTH, galleryRows - first);
      float[][] sums = new float[queryRows][width];
      for (int start = 0; start < dimension; start += DEPTH) {
        float[][] panel = panel(gallery, dimension, first, width, start);
        for (int query = 0; query < queryRows; query++) {
          add(sums[query], queries, query * dimension, start, dimension, panel);
        }
      }
      for (int query = 0; query < queryRows; query++) {
        System.arraycopy(sums[query], 0, products, query * galleryRows + first, width);
      }
    }
    return products;
  }

  @Override
  public Rounding rounding() {
    return Rounding.FLOAT32;
  }

  /** Some components of some gallery rows, one array per component; zero beyond the last. */
  private static float[][] panel(float[] gallery, int dimension, int first, int width, int start) {
    float[][] panel = new float[DEPTH][width];
    int depth = Math.min(DEPTH, dimension - start);
    for (int row = 0; row < width; row++) {
      int from = (first + row) * dimension + start;
      for (int i = 0; i < depth; i++) {
        panel[i][row] = gallery[from + i];
      }
    }
    return panel;
  }

  private static void add(
      float[] sums, float[] queries, int row, int start, int dimension, float[][] panel) {
    int depth = Math.min(DEPTH, dimension - start);
    float[] a = new float[DEPTH];
    System.arraycopy(queries, row + start, a, 0, depth);
    for (int i = 0; i < depth; i += STEP) {
      addFour(
          sums,
          a[i],
          panel[i],
          a[i + 1],
          panel[i + 1],
          a[i + 2],
          panel[i + 2],
          a[i + 3],
          panel[i + 3]);
    }
  }

  private static void addFour(
      float[] sums,
      float a0,
      float[] b0,
      float a1,
      float[] b1,
      float a2,
      float[] b2,
      float a3,
      float[] b3) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] += a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j];
    }
  }
}
