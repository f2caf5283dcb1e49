package dev.chmcorr.knn;

import java.util.List;
import java.util.stream.Stream;

/**
 * Exact nearest neighbours of a block of queries among gallery blocks that stream by.
 *
 * <p>A fast product gives every similarity to within a proven bound. Only candidates that could
 * still be among the k best, given that bound, are scored exactly; and only exact scores enter the
 * lists. So the outcome is the same, bit for bit, whatever the product, its precision, the block
 * sizes, and the way the gallery is divided among searches whose lists are merged.
 *
 * <p>In a Spark job: one search per partition over the broadcast queries, {@link #add} for every
 * few hundred rows, then {@link TopK#merge} per query. Memory: the queries once more at unit
 * length, and 4 bytes for each pair of a query and a row of one gallery block.
 */
public final class BlockSearch {
  /**
   * Error of the fast similarity beside the product's own. With u = 2^-24: unit vectors rounded to
   * float32 change a cosine by at most 2u + u^2, and exceed unit length so slightly that the
   * product's bound grows by less than 3u of itself; double arithmetic and underflow add less than
   * 1e-9 up to 2^20 dimensions. Together less than 4u where the product's bound is below 0.2.
   */
  private static final double UNIT_VECTOR_ERROR = 0x1p-22;

  private static final int MAX_DIMENSION = 1 << 20;
  private static final double MAX_BOUND = 0.2;

  private final VectorBlock queries;
  private final float[] unitQueries;
  private final BlockProduct product;
  private final List<TopK> nearest;
  private long exactlyScored;

  /**
   * A search without any gallery yet.
   *
   * @param queries whose neighbours are wanted
   * @param k neighbours per query
   */
  public BlockSearch(VectorBlock queries, int k, BlockProduct product) {
    this.queries = queries;
    this.unitQueries = queries.unitRows();
    this.product = product;
    this.nearest = Stream.generate(() -> new TopK(k)).limit(queries.size()).toList();
  }

  /** Looks for neighbours in a block of the gallery. */
  public void add(VectorBlock gallery) {
    if (gallery.size() == 0 || queries.size() == 0) {
      return;
    }
    checkDimension(gallery);
    float[] similarities = product.multiply(unitQueries, gallery.unitRows(), queries.dimension());
    double error = error(product.rounding().bound(queries.dimension()));
    for (int query = 0; query < queries.size(); query++) {
      add(query, gallery, similarities, error);
    }
  }

  private void add(int query, VectorBlock gallery, float[] similarities, double error) {
    TopK list = nearest.get(query);
    double threshold = list.threshold() - error;
    int start = query * gallery.size();
    for (int row = 0; row < gallery.size(); row++) {
      // Negated, so that NaN, should a product ever yield it, counts as unknown.
      if (!(similarities[start + row] < threshold)) {
        list.offer(gallery.id(row), queries.similarity(query, gallery, row));
        threshold = list.threshold() - error;
        exactlyScored++;
      }
    }
  }

  /** One list per query, in the order of the query block. */
  public List<TopK> nearest() {
    return nearest;
  }

  /** Pairs that the fast product could not rule out so far. */
  public long exactlyScored() {
    return exactlyScored;
  }

  /** A product too coarse to tell anything rules nothing out. */
  private static double error(double bound) {
    return bound < MAX_BOUND ? bound + UNIT_VECTOR_ERROR : Double.POSITIVE_INFINITY;
  }

  private void checkDimension(VectorBlock gallery) {
    if (gallery.dimension() != queries.dimension() || queries.dimension() > MAX_DIMENSION) {
      throw new IllegalArgumentException(
          "Invalid dimensions: queries %d, gallery %d (must be equal, at most %d)"
              .formatted(queries.dimension(), gallery.dimension(), MAX_DIMENSION));
    }
  }
}
