package dev.chmcorr.knn;

import java.util.Arrays;
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
 * <p>Give each thread a search of its own and {@link #add} it gallery blocks of some thousand rows:
 * the larger the blocks, the less is scored exactly. A block is multiplied in slices, so that what
 * a product needs stays small: beside the two blocks, at most 4 Mi pairs of 4 bytes, and 4096
 * gallery rows more in float32 and once more in the product's type.
 */
public final class BlockSearch implements AutoCloseable {
  private static final int MAX_DIMENSION = 1 << 20;

  private static final int MAX_PAIRS = 1 << 22;
  private static final int MAX_SLICE = 4096;
  private static final int MIN_SLICE = 128;

  private final VectorBlock queries;
  private final Sieve sieve;
  private final List<TopK> nearest;
  private final List<Candidates> candidates;
  private final double[] floors;
  private long rowsSeen;
  private long exactlyScored;

  /**
   * A search without any gallery yet.
   *
   * @param queries whose neighbours are wanted
   * @param k neighbours per query
   */
  public BlockSearch(VectorBlock queries, int k, BlockProduct product) {
    if (queries.dimension() > MAX_DIMENSION) {
      throw new IllegalArgumentException(
          "Invalid dimension: %d (must be at most %d)"
              .formatted(queries.dimension(), MAX_DIMENSION));
    }
    this.queries = queries;
    this.sieve = queries.size() == 0 ? null : product.sieve(queries);
    this.nearest = Stream.generate(() -> new TopK(k)).limit(queries.size()).toList();
    this.candidates = Stream.generate(() -> new Candidates(k)).limit(queries.size()).toList();
    this.floors = new double[queries.size()];
    Arrays.fill(floors, Double.NEGATIVE_INFINITY);
  }

  /** Looks for neighbours in a block of the gallery. */
  public void add(VectorBlock gallery) {
    if (gallery.size() == 0 || queries.size() == 0) {
      return;
    }
    checkDimension(gallery);
    int from = 0;
    while (from < gallery.size()) {
      int to = Math.min(gallery.size(), from + sliceRows());
      sift(gallery, from, to);
      rowsSeen += to - from;
      from = to;
    }
    score(gallery);
  }

  /** As long as few rows were seen, almost all are candidates: slices start small. */
  private int sliceRows() {
    int most = Math.max(MIN_SLICE, Math.min(MAX_SLICE, MAX_PAIRS / queries.size()));
    return (int) Math.max(MIN_SLICE, Math.min(most, rowsSeen));
  }

  private void sift(VectorBlock gallery, int from, int to) {
    Hits hits = sieve.hits(gallery, from, to, floors);
    int rows = to - from;
    for (int i = 0; i < hits.pairs().length; i++) {
      int pair = hits.pairs()[i];
      candidates.get(pair / rows).add(from + pair % rows, hits.least()[i], hits.most()[i]);
    }
    for (int query = 0; query < floors.length; query++) {
      floors[query] = candidates.get(query).prune(floors[query]);
    }
  }

  private void score(VectorBlock gallery) {
    for (int query = 0; query < floors.length; query++) {
      Candidates rows = candidates.get(query);
      if (rows.size() > 0) {
        score(query, gallery, rows);
        floors[query] = Math.max(floors[query], nearest.get(query).threshold());
      }
    }
  }

  /** The sure ones first: once they are in the list, fewer of the others need a score. */
  private void score(int query, VectorBlock gallery, Candidates rows) {
    QueryVector vector = queries.query(query);
    TopK list = nearest.get(query);
    double sure = floors[query];
    for (int i = 0; i < rows.size(); i++) {
      if (rows.least(i) >= sure) {
        offer(vector, gallery, rows.row(i), list);
      }
    }
    double floor = Math.max(sure, list.threshold());
    for (int i = 0; i < rows.size(); i++) {
      if (rows.least(i) < sure && rows.most(i) >= floor) {
        offer(vector, gallery, rows.row(i), list);
      }
    }
    rows.clear();
  }

  private void offer(QueryVector query, VectorBlock gallery, int row, TopK list) {
    list.offer(gallery.id(row), gallery.similarity(query, row));
    exactlyScored++;
  }

  /** One list per query, in the order of the query block. */
  public List<TopK> nearest() {
    return nearest;
  }

  /** Pairs that the fast product could not rule out so far. */
  public long exactlyScored() {
    return exactlyScored;
  }

  /** Frees what the product holds; the lists stay. */
  @Override
  public void close() {
    if (sieve != null) {
      sieve.close();
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
