package dev.chmcorr.job.knn;

import dev.chmcorr.domain.Neighbour;
import dev.chmcorr.job.run.Metric;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.job.run.ThreadPlan;
import dev.chmcorr.knn.BlockProduct;
import dev.chmcorr.knn.BlockSearch;
import dev.chmcorr.knn.ExcludingProduct;
import dev.chmcorr.knn.SameImages;
import dev.chmcorr.knn.Thresholds;
import dev.chmcorr.knn.TopK;
import dev.chmcorr.knn.VectorBlock;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/** Finds, in one partition of the gallery, the k nearest of every query. */
final class GallerySearch implements MapPartitionsFunction<Tuple2<Integer, float[]>, Row> {
  private static final long serialVersionUID = 1L;

  /** Bytes of embeddings that a task takes in at once, at most; it holds them twice. */
  private static final long BLOCK_BYTES = 64 << 20;

  /**
   * One row per query: ids and similarities of its nearest in this partition, best first; without
   * those that are known to be less near than k images of other partitions.
   */
  static final StructType PARTIAL =
      new StructType()
          .add("query_id", DataTypes.IntegerType, false)
          .add("ids", DataTypes.createArrayType(DataTypes.IntegerType, false), false)
          .add("similarities", DataTypes.createArrayType(DataTypes.DoubleType, false), false);

  /** Gives the product of the JVM that it is called in. */
  interface ProductSource extends Serializable {
    BlockProduct product();

    /** The same without gallery images that have the content of their query. */
    default ProductSource without(Broadcast<SameImages> same) {
      return () -> new ExcludingProduct(product(), same.value());
    }
  }

  private final Broadcast<VectorBlock> queries;
  private final int k;
  private final ProductSource source;
  private final StageMeter meter;

  GallerySearch(Broadcast<VectorBlock> queries, int k, ProductSource source, StageMeter meter) {
    this.meter = meter;
    this.queries = queries;
    this.k = k;
    this.source = source;
  }

  @Override
  public Iterator<Row> call(Iterator<Tuple2<Integer, float[]>> rows) {
    if (!rows.hasNext()) {
      return List.<Row>of().iterator();
    }
    Thresholds thresholds = SharedThresholds.of(queries.value(), k);
    List<TopK> nearest = nearest(rows, thresholds);
    return IntStream.range(0, nearest.size())
        .mapToObj(i -> row(queries.value().id(i), nearest.get(i).neighbours()))
        .iterator();
  }

  /**
   * The nearest of every query, in the order of the query block.
   *
   * @param rows at least one
   * @param thresholds of these queries in the gallery that the rows are part of
   */
  List<TopK> nearest(Iterator<Tuple2<Integer, float[]>> rows, Thresholds thresholds) {
    long kept = share(BlockSearch.KEPT_BYTES, 4);
    try (BlockSearch search =
        new BlockSearch(queries.value(), k, source.product(), thresholds, kept)) {
      int rowBytes = Float.BYTES * queries.value().dimension();
      int blockRows = (int) Math.max(1, share(BLOCK_BYTES, 16) / rowBytes);
      List<Tuple2<Integer, float[]>> block = new ArrayList<>();
      while (rows.hasNext()) {
        block.add(rows.next());
        if (block.size() >= blockRows || !rows.hasNext()) {
          search.add(block(block));
          meter.count(Metric.SEARCHED, block.size());
          block.clear();
        }
      }
      return search.nearest();
    }
  }

  /** Bytes wanted, or what all tasks of this JVM can have of such a part of its heap. */
  private static long share(long wanted, int part) {
    int tasks = ThreadPlan.ofThisJvm().tasks();
    return Math.min(wanted, Runtime.getRuntime().maxMemory() / part / tasks);
  }

  /** A row of {@link #PARTIAL}. */
  static Row row(int query, List<Neighbour> nearest) {
    return RowFactory.create(
        query,
        nearest.stream().map(Neighbour::galleryId).toArray(Integer[]::new),
        nearest.stream().map(Neighbour::similarity).toArray(Double[]::new));
  }

  /** The neighbours of a row of {@link #PARTIAL}. */
  static List<Neighbour> neighbours(Row partial) {
    List<Integer> ids = partial.getList(1);
    List<Double> similarities = partial.getList(2);
    return IntStream.range(0, ids.size())
        .mapToObj(i -> new Neighbour(ids.get(i), similarities.get(i)))
        .toList();
  }

  /** Image ids and embeddings as vectors. */
  static VectorBlock block(List<Tuple2<Integer, float[]>> rows) {
    int[] ids = rows.stream().mapToInt(Tuple2::_1).toArray();
    return VectorBlock.of(ids, rows.stream().map(Tuple2::_2).toArray(float[][]::new));
  }
}
