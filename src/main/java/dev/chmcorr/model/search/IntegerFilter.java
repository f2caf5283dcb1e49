package dev.chmcorr.model.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.chmcorr.knn.ApproximateFilter;
import dev.chmcorr.knn.Hits;
import dev.chmcorr.knn.Int8;
import dev.chmcorr.knn.Rounding;
import dev.chmcorr.knn.Tolerance;
import dev.chmcorr.knn.VectorBlock;
import dev.chmcorr.model.torch.TorchNetwork;
import java.nio.IntBuffer;

/**
 * Filters by products of 8-bit integers, which are exact. With query x and gallery row y relative
 * to the centre c, their integers X and Y, scales s and r, dithers w and u, and errors dx and dy of
 * what the integers stand for, a cosine is
 *
 * <pre>{@code s r (X - w) (Y - u) + y c + x c + c c, but for e (s |y + dy| + r |x + dx|) at most}
 * </pre>
 *
 * with e of {@link Int8#error}, for all but one pair in 10^21: {@code (x + dx) (y + dy) - x y} is
 * {@code dx (y + dy) + x dy}, and errors dx do not depend on y, u and dy, nor errors dy on x.
 */
final class IntegerFilter implements ApproximateFilter {
  /** Float32 differences, unit vectors, and cuts of numbers up to 4, with room to spare. */
  private static final double REST = 16 * Rounding.UNIT_VECTOR_ERROR;

  private final TorchNetwork network;
  private final IntegerQueries queries;
  private final Runnable giveBack;
  private final IntegerRows rows;
  private final double longestQuery;
  private final double error;
  private final double dithers;
  private final double halfWidth;

  private float[] scales = new float[0];
  private float[] highest = new float[0];
  private double[] own = new double[0];
  private double[] lengths = new double[0];
  private float[] offsets = new float[0];
  private double longest;

  /**
   * A filter.
   *
   * @param levels largest integer that gallery rows may have
   * @param giveBack is run when the queries are no longer needed
   */
  IntegerFilter(TorchNetwork network, IntegerQueries queries, int levels, Runnable giveBack) {
    this.network = network;
    this.queries = queries;
    this.giveBack = giveBack;
    this.rows = IntegerRows.ofGallery(queries.centre(), levels);
    this.error = Int8.error(queries.centre().length);
    this.dithers = IntegerRows.dither(queries.centre().length).product();
    this.halfWidth = Math.sqrt(queries.centre().length) / 2;
    double most = 0;
    for (int query = 0; query < queries.size(); query++) {
      most = Math.max(most, queries.length(query));
    }
    this.longestQuery = most;
  }

  @Override
  public void filter(
      VectorBlock gallery, int from, int to, double[] thresholds, Receiver receiver) {
    lay(gallery, from, to);
    try (NDManager scratch = network.newManager()) {
      NDArray products =
          network.run(scratch, "products", queries.matrix(), rows.finish(scratch)).get(0);
      IntBuffer numbers = products.toByteBuffer(true).asIntBuffer();
      int[] line = new int[Math.toIntExact(products.getShape().get(1))];
      Hits hits = new Hits();
      for (int query = 0; query < queries.size(); query++) {
        numbers.get(line);
        select(query, line, to - from, thresholds[query], hits);
        receiver.take(query, hits);
      }
    }
  }

  /** Lays gallery rows y - c out for the product. */
  private void lay(VectorBlock gallery, int from, int to) {
    int count = to - from;
    if (scales.length < count) {
      scales = new float[count];
      highest = new float[count];
      own = new double[count];
      lengths = new double[count];
      offsets = new float[count];
    }
    rows.start(count);
    longest = 0;
    for (int i = 0; i < count; i++) {
      rows.add(gallery, from + i);
      scales[i] = rows.scale();
      offsets[i] = (float) (rows.offset() - dithers);
      own[i] = queries.own(gallery, from + i);
      lengths[i] = queries.longest(own[i]) + halfWidth * scales[i];
      longest = Math.max(longest, lengths[i]);
      highest[i] = (float) (own[i] + error * longestQuery * scales[i]);
    }
  }

  private void select(int query, int[] line, int count, double threshold, Hits hits) {
    Int8.Products products = new Int8.Products(line, scales, offsets, highest);
    float scale = queries.scale(query);
    float offset = queries.offset(query);
    float cut = (float) (threshold - queries.shift(query) - error * scale * longest - REST);
    hits.clear();
    int row = Int8.FASTEST.next(products, 0, count, scale, offset, cut);
    while (row < count) {
      double product = (line[row] - ((double) offsets[row] + offset)) * scales[row] * scale;
      double off = error * (scale * lengths[row] + scales[row] * queries.length(query)) + REST;
      hits.add(row, product, new Tolerance(own[row] + queries.shift(query), off));
      row = Int8.FASTEST.next(products, row + 1, count, scale, offset, cut);
    }
  }

  @Override
  public void close() {
    giveBack.run();
  }
}
