package dev.chmcorr.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.chmcorr.knn.Hits;
import dev.chmcorr.knn.Rounding;
import dev.chmcorr.knn.Sieve;
import dev.chmcorr.knn.Tolerance;
import dev.chmcorr.knn.VectorBlock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Sifts by {@link TorchBlockProduct}. Holds the queries in the type of the arithmetic, and room for
 * one slice of the gallery.
 *
 * <p>Its error bound: see {@link #tolerances}.
 */
final class TorchSieve implements Sieve {
  private static final ByteBuffer NO_ROOM = ByteBuffer.allocateDirect(0);

  /** Products that {@code product.py} looks at together. */
  private static final int GROUP = 8;

  /** Columns that an operand has beyond the dimension, at most. */
  private static final int MORE_COLUMNS = 34;

  private final TorchNetwork network;
  private final Rounding rounding;
  private final NDManager manager;
  private final float[] centre;
  private final double centreLength;
  private final NDArray centreTensor;
  private final NDArray queries;
  private final double[] lengths;
  private final double[] lost;
  private final double[] shifts;
  private ByteBuffer room = NO_ROOM;

  TorchSieve(TorchNetwork network, Rounding rounding, VectorBlock block) {
    this.network = network;
    this.rounding = rounding;
    this.manager = network.newManager();
    centre = block.unitMean();
    centreLength = length(centre);
    centreTensor = manager.create(centre);
    shifts = block.unitProducts(centre);
    int size = block.size();
    lengths = new double[size];
    lost = new double[size];
    try (NDManager scratch = network.newManager()) {
      NDList operand = network.run(manager, "queries", rows(scratch, block, 0, size));
      queries = operand.get(0);
      double[] numbers = operand.get(1).toDoubleArray();
      for (int query = 0; query < size; query++) {
        lengths[query] = numbers[query];
        // What the type cannot hold, or what units may cut off when they read it.
        lost[query] = Math.max(numbers[size + query], lengths[query] * unseenLoss());
      }
    }
    room = NO_ROOM;
  }

  /** Bfloat16's losses are measured, those of TF32 happen inside the product. */
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
  public Hits hits(VectorBlock gallery, int from, int to, double[] floors) {
    try (NDManager scratch = network.newManager()) {
      NDList rows = network.run(scratch, "gallery", rows(scratch, gallery, from, to), centreTensor);
      float[] range = rows.get(1).toFloatArray();
      Tolerance[] tolerances = tolerances(gallery.dimension(), range[0], range[1]);
      float[] cuts = new float[floors.length];
      for (int query = 0; query < cuts.length; query++) {
        cuts[query] = floor((float) tolerances[query].cut(floors[query]));
      }
      NDArray limits = scratch.create(cuts, new Shape(cuts.length, 1));
      NDList near = network.run(scratch, "forward", queries, rows.get(0), limits);
      int groups = Math.toIntExact(rows.get(0).getShape().get(0)) / GROUP;
      return pick(near.get(0).toIntArray(), near.get(1).toFloatArray(), groups, to - from, cuts)
          .toHits(to - from, tolerances);
    }
  }

  /** Those of a group that reach the cut themselves, and are rows and not filling. */
  private static Pairs pick(int[] places, float[] products, int groups, int rows, float[] cuts) {
    Pairs pairs = new Pairs(products.length);
    for (int i = 0; i < places.length; i++) {
      int query = places[i] / groups;
      int row = places[i] % groups;
      for (int j = i * GROUP; j < (i + 1) * GROUP; j++) {
        // Negated, so that NaN passes.
        if (row < rows && !(products[j] < cuts[query])) {
          pairs.add(query * rows + row, products[j]);
        }
        row += groups;
      }
    }
    return pairs;
  }

  /** Pairs of a query and a row, with their products. */
  private static final class Pairs {
    private final int[] pairs;
    private final float[] products;
    private int size;

    Pairs(int room) {
      pairs = new int[room];
      products = new float[room];
    }

    void add(int pair, float product) {
      pairs[size] = pair;
      products[size++] = product;
    }

    Hits toHits(int rows, Tolerance[] tolerances) {
      return Hits.of(Arrays.copyOf(pairs, size), rows, Arrays.copyOf(products, size), tolerances);
    }
  }

  /**
   * Bounds for each query, by the terms of {@code product.py}. With x, y relative to the centre c,
   * rounded to x + dx and y + dy:
   *
   * <ul>
   *   <li>factors: |dx| |y| + |x + dx| |dy|, by Cauchy and Schwarz; |dx| is known, |dy| is at most
   *       a share of |y|;
   *   <li>sums: a share of the products' magnitudes, of which the three columns have |y c| each;
   *   <li>y c itself: a float32 sum;
   *   <li>float32 differences and columns, float32 unit vectors and cuts: some 2^-24 each.
   * </ul>
   *
   * @param least and largest of y c over the slice
   */
  private Tolerance[] tolerances(int dimension, double least, double largest) {
    double y = longest(dimension, least);
    double own = Math.max(Math.abs(least), Math.abs(largest));
    double ownError = plainSum(dimension) * centreLength * y;
    double sums = rounding.sum(dimension + MORE_COLUMNS);
    Tolerance[] tolerances = new Tolerance[shifts.length];
    for (int query = 0; query < tolerances.length; query++) {
      double x = lengths[query] + lost[query];
      double factors = lost[query] * y + x * rounding.input() * y;
      double magnitudes = x * y * (1 + rounding.input()) + 3.1 * own;
      double rest = Rounding.UNIT_VECTOR_ERROR * (2 + x * y + own);
      tolerances[query] =
          new Tolerance(
              shifts[query], factors + sums * magnitudes + ownError + rest, rounding.relative());
    }
    return tolerances;
  }

  /** No y is longer: |y|^2 = |y + c|^2 - 2 y c - |c|^2, and y + c is a unit vector or zero. */
  private double longest(int dimension, double least) {
    double certain = least - plainSum(dimension) * centreLength * (1 + centreLength);
    return 1e-6 + Math.sqrt(Math.max(0, 1 + 1e-6 - 2 * certain - centreLength * centreLength));
  }

  /** Relative error of y c: a matrix product too, which a GPU may read as TF32. */
  private double plainSum(int dimension) {
    Rounding plain = rounding.equals(Rounding.TF32) ? rounding : Rounding.FLOAT32;
    return plain.sum(dimension) + 2.1 * plain.input();
  }

  private NDArray rows(NDManager scratch, VectorBlock block, int from, int to) {
    int bytes = Math.multiplyExact(Float.BYTES * (to - from), block.dimension());
    if (room.capacity() < bytes) {
      room = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
    block.putUnitRows(from, to, centre, room.clear().asFloatBuffer());
    return scratch.create(
        room.limit(bytes), new Shape(to - from, block.dimension()), DataType.FLOAT32);
  }

  /** The largest number not above the given one that bfloat16, and so any type, holds exactly. */
  static float floor(float value) {
    int bits = Float.floatToIntBits(value);
    int cut = bits & 0xFFFF0000;
    // Cutting off bits makes a number smaller only if it is positive.
    return Float.intBitsToFloat(cut == bits || bits > 0 ? cut : cut + 0x10000);
  }

  @Override
  public void close() {
    manager.close();
  }
}
