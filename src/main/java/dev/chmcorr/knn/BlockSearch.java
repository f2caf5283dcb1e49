package dev.chmcorr.knn;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Exact nearest neighbours of a block of queries among gallery blocks that are added one after the
 * other.
 *
 * <p>A fast product gives every similarity to within a bound that is proven, if only for all but
 * one pair in 10^21 as with {@link Int8}. Only rows that could still be among the k best, given
 * that bound, are scored exactly; and only exact scores enter the lists. So the outcome is the
 * same, bit for bit, whatever the product, its precision, the block sizes, and the way the gallery
 * is divided among searches whose lists are merged.
 *
 * <p>Rows are not scored at once, but when more of the gallery has been added: by then most of them
 * are ruled out. So the last blocks are kept, 512 MiB of them and one more at most, or less where
 * memory is short. Besides these a search needs 4 bytes for each of 4 Mi pairs, or of 128 gallery
 * rows with every query if that is more; 20 bytes, or twice that, for as many unscored rows; a list
 * of each query; and a slice of the gallery in the product's type.
 *
 * <p>Give each thread a search of its own and {@link #add} it gallery blocks of some thousand rows.
 */
public final class BlockSearch implements AutoCloseable {
  private static final int MAX_DIMENSION = 1 << 20;

  private static final int MAX_PAIRS = 1 << 22;

  /** Rows; measured: 768 to 2,048 take the same time. */
  private static final int MAX_SLICE = 1024;

  private static final int MIN_SLICE = 128;

  /** Queries beyond which a search needs more memory for pairs and unscored rows. */
  public static final int MAX_QUERIES = MAX_PAIRS / MIN_SLICE;

  /** Bytes of gallery blocks that are worth keeping. */
  public static final long KEPT_BYTES = 512L << 20;

  private static final int MAX_UNSCORED = 1 << 22;

  private final VectorBlock queries;
  private final ApproximateFilter filter;
  private final List<TopK> nearest;
  private final List<UnscoredRows> unscored;
  private final Thresholds thresholds;
  private final long keptBytes;
  private final int maxUnscored;
  private final UnscoredBlocks blocks = new UnscoredBlocks();
  private long rowsSeen;
  private long unscoredRows;
  private long exactlyScored;

  /**
   * A search without any gallery yet.
   *
   * @param queries whose neighbours are wanted
   * @param k neighbours per query
   */
  public BlockSearch(VectorBlock queries, int k, BlockProduct product) {
    this(queries, k, product, new Thresholds(queries.size(), k), KEPT_BYTES);
  }

  /**
   * A search that shares what it learns.
   *
   * @param thresholds of the same queries and k in other parts of the same gallery: neighbours that
   *     are beaten by those of other parts may be missing from the lists
   * @param keptBytes of gallery blocks beyond which rows are scored; the fewer, the more rows are
   *     scored
   */
  public BlockSearch(
      VectorBlock queries, int k, BlockProduct product, Thresholds thresholds, long keptBytes) {
    this(queries, k, product, thresholds, keptBytes, MAX_UNSCORED);
  }

  BlockSearch(
      VectorBlock queries,
      int k,
      BlockProduct product,
      Thresholds thresholds,
      long keptBytes,
      int maxUnscored) {
    if (queries.dimension() > MAX_DIMENSION) {
      throw new IllegalArgumentException(
          "Invalid dimension: %d (must be at most %d)"
              .formatted(queries.dimension(), MAX_DIMENSION));
    }
    this.queries = queries;
    this.filter = queries.size() == 0 ? null : product.filter(queries);
    this.nearest = Stream.generate(() -> new TopK(k)).limit(queries.size()).toList();
    this.unscored = Stream.generate(UnscoredRows::new).limit(queries.size()).toList();
    this.thresholds = thresholds;
    this.keptBytes = keptBytes;
    this.maxUnscored = maxUnscored;
  }

  /** Looks for neighbours in a block of the gallery, and may keep the block for a while. */
  public void add(VectorBlock gallery) {
    if (gallery.size() == 0 || queries.size() == 0) {
      return;
    }
    checkDimension(gallery);
    blocks.add(gallery);
    int from = 0;
    while (from < gallery.size()) {
      int to = Math.min(gallery.size(), from + sliceRows());
      filter(gallery, from, to);
      if (unscoredRows > maxUnscored) {
        score();
        blocks.add(gallery);
      }
      rowsSeen += to - from;
      from = to;
    }
    if (blocks.bytes() >= keptBytes) {
      score();
    }
  }

  /** As long as few rows were seen, hardly any can be ruled out: slices start small. */
  private int sliceRows() {
    int max = Math.max(MIN_SLICE, Math.min(MAX_SLICE, MAX_PAIRS / queries.size()));
    return (int) Math.max(MIN_SLICE, Math.min(max, rowsSeen));
  }

  /** Finds rows that may be near. */
  private void filter(VectorBlock gallery, int from, int to) {
    filter.filter(
        gallery, from, to, thresholds.all(), (query, hits) -> take(query, hits, gallery, from));
  }

  /** Takes in a query's hits in the last gallery block from a row on. */
  private void take(int query, Hits hits, VectorBlock gallery, int from) {
    double threshold = thresholds.of(query);
    UnscoredRows rows = unscored.get(query);
    int before = rows.size();
    int[] ids = new int[hits.size()];
    double[] lower = new double[hits.size()];
    int raising = 0;
    for (int i = 0; i < hits.size(); i++) {
      if (hits.upperBound(i) >= threshold) {
        int row = from + hits.row(i);
        rows.add(blocks.rowsBeforeLast() + row, hits.lowerBound(i), hits.upperBound(i));
        if (hits.lowerBound(i) > threshold) {
          ids[raising] = gallery.id(row);
          lower[raising++] = hits.lowerBound(i);
        }
      }
    }
    thresholds.raise(query, ids, lower, raising);
    rows.prune(thresholds.of(query));
    unscoredRows += rows.size() - before;
  }

  /**
   * First the rows that reach the thresholds for sure: once they are scored, fewer of the others
   * need to be.
   */
  private void score() {
    double[] sure = thresholds.all();
    score(pairs(sure, true));
    score(pairs(sure, false));
    unscored.forEach(UnscoredRows::clear);
    unscoredRows = 0;
    blocks.clear();
  }

  /** Unscored rows that reach the bounds for sure, or those that only may. */
  private long[] pairs(double[] bounds, boolean sure) {
    LongStream.Builder pairs = LongStream.builder();
    for (int query = 0; query < bounds.length; query++) {
      UnscoredRows rows = unscored.get(query);
      double threshold = thresholds.of(query);
      for (int i = 0; i < rows.size(); i++) {
        if (rows.lowerBound(i) >= bounds[query] == sure && rows.upperBound(i) >= threshold) {
          pairs.add((long) rows.row(i) << Integer.SIZE | query);
        }
      }
    }
    return pairs.build().sorted().toArray();
  }

  /** In order of rows: each is fetched from memory once for all queries. */
  private void score(long[] pairs) {
    blocks.rewind();
    for (long pair : pairs) {
      int query = (int) pair;
      blocks.goTo((int) (pair >> Integer.SIZE));
      double similarity = blocks.similarity(queries, query);
      nearest.get(query).offer(blocks.id(), similarity);
      thresholds.raise(query, blocks.id(), similarity);
    }
    exactlyScored += pairs.length;
  }

  /** One list per query, in the order of the query block. */
  public List<TopK> nearest() {
    score();
    return nearest;
  }

  /** Pairs that the fast product could not rule out, as far as lists were asked for. */
  public long exactlyScored() {
    return exactlyScored;
  }

  /** Frees what the product holds; the lists stay. */
  @Override
  public void close() {
    if (filter != null) {
      filter.close();
    }
  }

  private void checkDimension(VectorBlock gallery) {
    if (gallery.dimension() != queries.dimension()) {
      throw new IllegalArgumentException(
          "Invalid dimensions: queries %d, gallery %d (must be equal)"
              .formatted(queries.dimension(), gallery.dimension()));
    }
  }
}
