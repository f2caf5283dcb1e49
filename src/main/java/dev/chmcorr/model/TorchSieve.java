package dev.chmcorr.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.chmcorr.knn.Rounding;
import dev.chmcorr.knn.Sieve;
import dev.chmcorr.knn.Tolerance;
import dev.chmcorr.knn.VectorBlock;

/**
 * Sifts by {@link TorchBlockProduct}. Holds the queries in the type of the arithmetic, and room for
 * one slice of the gallery in it.
 *
 * <p>Its error bound: see {@link #tolerances}.
 */
final class TorchSieve implements Sieve {
  private final TorchNetwork network;
  private final Rounding rounding;
  private final Picker picker;
  private final NDManager manager;
  private final float[] centre;
  private final double centreLength;
  private final NDArray queries;
  private final double[] lengths;
  private final double[] lost;
  private final double[] shifts;
  private final ProductRows galleryRows;

  TorchSieve(TorchNetwork network, Rounding rounding, Picker picker, VectorBlock block) {
    this.network = network;
    this.rounding = rounding;
    this.picker = picker;
    this.manager = network.newManager();
    centre = block.unitMean();
    centreLength = length(centre);
    lengths = new double[block.size()];
    lost = new double[block.size()];
    shifts = new double[block.size()];
    ProductRows rows = newRows();
    rows.start(block.size());
    float[] vector = new float[block.dimension()];
    for (int query = 0; query < block.size(); query++) {
      block.putUnit(query, centre, vector);
      lengths[query] = length(vector);
      lost[query] = Math.max(rows.addWithOnes(block, query), lengths[query] * unseenLoss());
      shifts[query] = block.unitProduct(query, centre);
    }
    queries = rows.finish(manager);
    galleryRows = newRows();
  }

  private ProductRows newRows() {
    return new ProductRows(centre, rounding.equals(Rounding.BFLOAT16));
  }

  /** Share of a vector that TF32 loses inside the product. Bfloat16's losses are measured. */
  private double unseenLoss() {
    return rounding.equals(Rounding.TF32) ? rounding.input() : 0;
  }

  private static double length(float[] vector) {
    double sum = 0;
    for (float value : vector) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  @Override
  public void sift(VectorBlock gallery, int from, int to, double[] floors, Taker taker) {
    Tolerance[] tolerances = tolerances(gallery.dimension(), lay(gallery, from, to));
    try (NDManager scratch = network.newManager()) {
      NDArray rows = galleryRows.finish(scratch);
      Picker.Matrices matrices = new Picker.Matrices(queries, rows, to - from);
      picker.pick(scratch, matrices, new Picker.Limits(floors, tolerances), taker);
    }
  }

  /** Lays gallery rows y - c out for the product. */
  private Spread lay(VectorBlock gallery, int from, int to) {
    galleryRows.start(to - from);
    double least = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    double mostLost = 0;
    for (int row = from; row < to; row++) {
      double own = gallery.unitProduct(row, centre) - centreLength * centreLength;
      mostLost = Math.max(mostLost, galleryRows.add(gallery, row, own));
      least = Math.min(least, own);
      largest = Math.max(largest, own);
    }
    return new Spread(least, largest, mostLost);
  }

  /**
   * What is known of some gallery rows y, relative to the centre c.
   *
   * @param least of y c
   * @param largest of y c
   * @param lost length of what a row in the matrix lacks of y, at most
   */
  private record Spread(double least, double largest, double lost) {}

  /**
   * Bounds for each query, by the terms of {@code product.py}. With x, y relative to the centre c,
   * rounded to x + dx and y + dy:
   *
   * <ul>
   *   <li>factors: |dx| |y| + |x + dx| |dy|, by Cauchy and Schwarz;
   *   <li>sums: a share of the products' magnitudes, of which the three columns have |y c| each;
   *   <li>float32 differences and columns, float32 unit vectors and cuts: some 2^-24 each.
   * </ul>
   */
  private Tolerance[] tolerances(int dimension, Spread gallery) {
    double y = longest(gallery.least());
    double lostOfY = Math.max(gallery.lost(), y * unseenLoss());
    double own = Math.max(Math.abs(gallery.least()), Math.abs(gallery.largest()));
    double sums = rounding.sum(dimension + ProductRows.MORE_COLUMNS);
    Tolerance[] tolerances = new Tolerance[shifts.length];
    for (int query = 0; query < tolerances.length; query++) {
      double x = lengths[query] + lost[query];
      double factors = lost[query] * y + x * lostOfY;
      double magnitudes = x * (y + lostOfY) + 3.1 * own;
      double rest = Rounding.UNIT_VECTOR_ERROR * (2 + x * y + own);
      tolerances[query] =
          new Tolerance(shifts[query], factors + sums * magnitudes + rest, rounding.relative());
    }
    return tolerances;
  }

  /** No y is longer: |y|^2 = |y + c|^2 - 2 y c - |c|^2, and y + c is a unit vector or zero. */
  private double longest(double least) {
    return 1e-6 + Math.sqrt(Math.max(0, 1 + 1e-6 - 2 * least - centreLength * centreLength));
  }

  @Override
  public void close() {
    manager.close();
  }
}
