package dev.chmcorr.knn;

import java.util.Arrays;

/** A product that gives all cosines of a block as one array, to be gone through in Java. */
interface DenseProduct extends BlockProduct {
  /**
   * Dot products of every query with every gallery row. Rows have unit length or are zero.
   *
   * @param queries [q][dimension] row-major
   * @param gallery [g][dimension] row-major
   * @return [q][g] row-major
   */
  float[] multiply(float[] queries, float[] gallery, int dimension);

  /** How it rounds. */
  Rounding rounding();

  @Override
  default Sieve sieve(VectorBlock queries) {
    return new DenseSieve(this, queries);
  }

  /** Goes through all products. */
  final class DenseSieve implements Sieve {
    private final DenseProduct product;
    private final float[] queries;

    private DenseSieve(DenseProduct product, VectorBlock queries) {
      this.product = product;
      this.queries = unitRows(queries, 0, queries.size());
    }

    private static float[] unitRows(VectorBlock block, int from, int to) {
      float[] unit = new float[(to - from) * block.dimension()];
      float[] origin = new float[block.dimension()];
      float[] vector = new float[block.dimension()];
      for (int row = from; row < to; row++) {
        block.putUnit(row, origin, vector);
        System.arraycopy(vector, 0, unit, (row - from) * vector.length, vector.length);
      }
      return unit;
    }

    @Override
    public Hits hits(VectorBlock gallery, int from, int to, double[] floors) {
      int rows = to - from;
      float[] products =
          product.multiply(queries, unitRows(gallery, from, to), gallery.dimension());
      Tolerance tolerance = product.rounding().tolerance(gallery.dimension());
      int[] pairs = new int[products.length];
      int found = 0;
      for (int query = 0; query < floors.length; query++) {
        float cut = (float) tolerance.cut(floors[query]);
        for (int pair = query * rows; pair < (query + 1) * rows; pair++) {
          // Negated, so that NaN passes.
          if (!(products[pair] < cut)) {
            products[found] = products[pair];
            pairs[found++] = pair;
          }
        }
      }
      return Hits.of(
          Arrays.copyOf(pairs, found),
          rows,
          Arrays.copyOf(products, found),
          tolerance,
          floors.length);
    }

    @Override
    public void close() {}
  }
}
