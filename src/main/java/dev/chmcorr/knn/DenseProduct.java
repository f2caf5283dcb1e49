package dev.chmcorr.knn;

import java.util.Arrays;

/** A product that gives all cosines of a block as one array, which Java code then searches. */
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
  default ApproximateFilter filter(VectorBlock queries) {
    return new DenseFilter(this, queries);
  }

  /** Compares every product with its threshold. */
  final class DenseFilter implements ApproximateFilter {
    private final DenseProduct product;
    private final float[] queries;

    private DenseFilter(DenseProduct product, VectorBlock queries) {
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
    public void filter(
        VectorBlock gallery, int from, int to, double[] thresholds, Receiver receiver) {
      int rows = to - from;
      float[] products =
          product.multiply(queries, unitRows(gallery, from, to), gallery.dimension());
      Tolerance tolerance = product.rounding().tolerance(gallery.dimension());
      Hits hits = new Hits();
      for (int query = 0; query < thresholds.length; query++) {
        float[] line = Arrays.copyOfRange(products, query * rows, (query + 1) * rows);
        hits.clear();
        hits.addReaching(thresholds[query], line, rows, tolerance);
        receiver.take(query, hits);
      }
    }

    @Override
    public void close() {}
  }
}
