package dev.chmcorr.model.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.chmcorr.knn.ApproximateFilter;
import dev.chmcorr.knn.Rounding;
import dev.chmcorr.knn.Tolerance;
import dev.chmcorr.knn.VectorBlock;
import dev.chmcorr.model.torch.TorchNetwork;

/**
 * Filters by products in float32. Holds room for one slice of the gallery.
 *
 * <p>Its error bound: see {@link #tolerances}.
 */
final class FloatFilter implements ApproximateFilter {
  private final TorchNetwork network;
  private final Rounding rounding;
  private final ThresholdSelector selector;
  private final FloatQueries queries;
  private final Runnable giveBack;
  private final FloatRows galleryRows;

  /**
   * A filter.
   *
   * @param giveBack is run when the queries are no longer needed
   */
  FloatFilter(
      TorchNetwork network,
      Rounding rounding,
      ThresholdSelector selector,
      FloatQueries queries,
      Runnable giveBack) {
    this.network = network;
    this.rounding = rounding;
    this.selector = selector;
    this.queries = queries;
    this.giveBack = giveBack;
    galleryRows = queries.newRows();
  }

  @Override
  public void filter(
      VectorBlock gallery, int from, int to, double[] thresholds, Receiver receiver) {
    Tolerance[] tolerances = tolerances(gallery.dimension(), lay(gallery, from, to));
    try (NDManager scratch = network.newManager()) {
      NDArray rows = galleryRows.finish(scratch);
      ThresholdSelector.Matrices matrices =
          new ThresholdSelector.Matrices(queries.matrix(), rows, to - from);
      selector.select(
          scratch, matrices, new ThresholdSelector.Selection(thresholds, tolerances), receiver);
    }
  }

  /** Lays gallery rows y - c out for the product. */
  private Spread lay(VectorBlock gallery, int from, int to) {
    galleryRows.start(to - from);
    double smallest = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    for (int row = from; row < to; row++) {
      double own = queries.own(gallery, row);
      galleryRows.add(gallery, row, (float) own);
      smallest = Math.min(smallest, own);
      largest = Math.max(largest, own);
    }
    return new Spread(smallest, largest);
  }

  /**
   * What is known of some gallery rows y, relative to the centre c.
   *
   * @param smallest of y c
   * @param largest of y c
   */
  private record Spread(double smallest, double largest) {}

  /**
   * Bounds for each query, by the terms of {@code product.py}. With x, y relative to the centre c,
   * which the product may round to x + dx and y + dy:
   *
   * <ul>
   *   <li>factors: |dx| |y| + |x + dx| |dy|, by Cauchy and Schwarz, and what y c loses in its
   *       column;
   *   <li>sums: a share of the products' magnitudes, of which the one more column has |y c|;
   *   <li>float32 differences and column, float32 unit vectors and cuts: some 2^-24 each.
   * </ul>
   */
  private Tolerance[] tolerances(int dimension, Spread gallery) {
    double y = queries.longest(gallery.smallest());
    double lostOfY = y * rounding.input();
    double own = Math.max(Math.abs(gallery.smallest()), Math.abs(gallery.largest()));
    double sums = rounding.sum(dimension + FloatRows.MORE_COLUMNS);
    Tolerance[] tolerances = new Tolerance[queries.size()];
    for (int query = 0; query < tolerances.length; query++) {
      double lost = queries.length(query) * rounding.input();
      double x = queries.length(query) + lost;
      double factors = lost * y + x * lostOfY + rounding.input() * own;
      double magnitudes = x * (y + lostOfY) + 1.1 * own;
      double rest = Rounding.UNIT_VECTOR_ERROR * (2 + x * y + own);
      tolerances[query] = new Tolerance(queries.shift(query), factors + sums * magnitudes + rest);
    }
    return tolerances;
  }

  @Override
  public void close() {
    giveBack.run();
  }
}
