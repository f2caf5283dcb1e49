package dev.chmcorr.job.knn;

import static org.apache.spark.sql.functions.col;

import dev.chmcorr.domain.Neighbour;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.Metric;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.knn.ExcludingProduct;
import dev.chmcorr.knn.SameImages;
import dev.chmcorr.knn.TopK;
import dev.chmcorr.knn.VectorBlock;
import dev.chmcorr.table.ArrayEncoders;
import dev.chmcorr.table.RankingRow;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * Ranks the gallery for every query: embeddings to rankings. Queries are broadcast in blocks, each
 * partition of the gallery streams by and keeps the k best per query, the lists are merged.
 */
final class RankJob {
  /**
   * Bytes of query embeddings that every executor holds at once; its tasks share them, and hold
   * them once more as the product takes them.
   */
  private static final long BROADCAST_BYTES = 256L << 20;

  private static final int PARTITIONS_PER_SLOT = 4;

  private static final StructType RANKED =
      new StructType()
          .add("query_id", DataTypes.IntegerType, false)
          .add("rank", DataTypes.IntegerType, false)
          .add("gallery_id", DataTypes.IntegerType, false)
          .add("similarity", DataTypes.DoubleType, false);

  private final JobContext context;
  private final int k;
  private final GallerySearch.ProductSource source;
  private final StageMeter meter;
  private long toSearch;

  RankJob(JobContext context, int k, GallerySearch.ProductSource source, StageMeter meter) {
    this.context = context;
    this.k = k;
    this.source = source;
    this.meter = meter;
  }

  /** What is done with rankings: computing them takes place in it. */
  interface Write {
    void of(Dataset<Row> rankings) throws IOException;
  }

  /**
   * Has exact rankings written, and shows how far that is.
   *
   * @param galleryRows rows of {@link dev.chmcorr.table.EmbeddingRow#SCHEMA}
   * @param queryRows likewise
   * @param write gets rows of {@link RankingRow#SCHEMA}, in order of query and rank
   */
  void run(Dataset<Row> galleryRows, Dataset<Row> queryRows, Write write) throws IOException {
    Dataset<Row> rankings = run(galleryRows, queryRows);
    try (Console.Following shown =
        context.follow(meter, "gallery images", toSearch, Metric.SEARCHED)) {
      write.of(rankings);
    }
  }

  /** The same without neighbours that have the content of their query. */
  RankJob without(SameImages same) {
    Broadcast<SameImages> shared =
        JavaSparkContext.fromSparkContext(context.spark().sparkContext()).broadcast(same);
    return new RankJob(context, k, without(source, shared), meter);
  }

  private static GallerySearch.ProductSource without(
      GallerySearch.ProductSource source, Broadcast<SameImages> same) {
    return () -> new ExcludingProduct(source.product(), same.value());
  }

  /**
   * Exact rankings.
   *
   * @param galleryRows rows of {@link dev.chmcorr.table.EmbeddingRow#SCHEMA}
   * @param queryRows likewise
   * @return rows of {@link RankingRow#SCHEMA}, in order of query and rank
   */
  Dataset<Row> run(Dataset<Row> galleryRows, Dataset<Row> queryRows) {
    Dataset<Row> gallery = good(galleryRows);
    Dataset<Row> queries = good(queryRows);
    context.describe("rank the gallery");
    List<Integer> ids =
        new ArrayList<>(queries.select("image_id").as(Encoders.INT()).collectAsList());
    ids.sort(null);
    long galleryImages = gallery.count();
    if (ids.isEmpty() || galleryImages == 0) {
      throw new UserException(
          "Cannot rank: %s and %s could be embedded; see the errors table"
              .formatted(
                  Texts.count(ids.size(), "query"), Texts.count(galleryImages, "gallery image")));
    }
    if (galleryImages < k) {
      context
          .console()
          .warn(
              "the gallery has %s, fewer than --k %d: all are ranked",
              Texts.count(galleryImages, "image"), k);
    }
    context
        .console()
        .stage(
            "rank: %s against %s",
            Texts.count(ids.size(), "query"), Texts.count(galleryImages, "image"));
    // Every list takes the memory of as many neighbours as it may hold.
    int nearest = (int) Math.min(k, galleryImages);
    toSearch = galleryImages;
    Dataset<Row> ranked = rankBlocks(gallery, queries, ids, nearest);
    return Table.select(
            ranked
                .join(names(queryRows, Split.QUERY), "query_id")
                .join(names(galleryRows, Split.GALLERY), "gallery_id"),
            RankingRow.SCHEMA)
        .sort("query_id", "rank");
  }

  private static Dataset<Row> good(Dataset<Row> embeddings) {
    return embeddings.where(col("embedding").isNotNull()).select("image_id", "embedding");
  }

  private Dataset<Row> rankBlocks(
      Dataset<Row> gallery, Dataset<Row> queries, List<Integer> ids, int nearest) {
    int dimension = vectors(queries.limit(1)).collectAsList().get(0)._2().length;
    int block = (int) Math.max(1, BROADCAST_BYTES / (4L * dimension));
    // Every block of queries goes through the whole gallery.
    toSearch *= (ids.size() + block - 1) / block;
    Dataset<Row> ranked = null;
    for (int from = 0; from < ids.size(); from += block) {
      int last = ids.get(Math.min(ids.size(), from + block) - 1);
      Dataset<Row> part = rank(gallery, collect(queries, ids.get(from), last), nearest);
      ranked = ranked == null ? part : ranked.union(part);
    }
    return ranked;
  }

  private VectorBlock collect(Dataset<Row> queries, int first, int last) {
    Dataset<Row> some = queries.where(col("image_id").between(first, last));
    List<Tuple2<Integer, float[]>> block = new ArrayList<>(vectors(some).collectAsList());
    block.sort(Comparator.comparing(Tuple2::_1));
    return GallerySearch.block(block);
  }

  /** Ids and embeddings; a Row would hold each number of an embedding as an object. */
  private static Dataset<Tuple2<Integer, float[]>> vectors(Dataset<Row> embeddings) {
    return embeddings.as(Encoders.tuple(Encoders.INT(), ArrayEncoders.floats()));
  }

  private Dataset<Row> rank(Dataset<Row> gallery, VectorBlock queries, int nearest) {
    Broadcast<VectorBlock> shared =
        JavaSparkContext.fromSparkContext(context.spark().sparkContext()).broadcast(queries);
    MapFunction<Row, Integer> query = row -> row.getInt(0);
    // Every partition ends up with k neighbours a query: the fewer partitions, the less to merge.
    return vectors(gallery.coalesce(PARTITIONS_PER_SLOT * context.slots()))
        .mapPartitions(
            new GallerySearch(shared, nearest, source, meter), Encoders.row(GallerySearch.PARTIAL))
        .groupByKey(query, Encoders.INT())
        .flatMapGroups(new Merge(nearest), Encoders.row(RANKED));
  }

  /** Merges the lists that the gallery's partitions found for one query. */
  private static final class Merge implements FlatMapGroupsFunction<Integer, Row, Row> {
    private static final long serialVersionUID = 1L;
    private final int k;

    Merge(int k) {
      this.k = k;
    }

    @Override
    public Iterator<Row> call(Integer query, Iterator<Row> partials) {
      TopK nearest = new TopK(k);
      while (partials.hasNext()) {
        Row partial = partials.next();
        List<Integer> ids = partial.getList(1);
        List<Double> similarities = partial.getList(2);
        for (int i = 0; i < ids.size(); i++) {
          nearest.offer(ids.get(i), similarities.get(i));
        }
      }
      List<Row> rows = new ArrayList<>();
      for (Neighbour neighbour : nearest.neighbours()) {
        rows.add(
            RowFactory.create(
                query, rows.size() + 1, neighbour.galleryId(), neighbour.similarity()));
      }
      return rows.iterator();
    }
  }

  private static Dataset<Row> names(Dataset<Row> embeddings, Split split) {
    String prefix = split.text();
    return embeddings.select(
        col("image_id").as(prefix + "_id"),
        col("path").as(prefix + "_path"),
        col("class_name").as(prefix + "_class"),
        col("label").as(prefix + "_label"));
  }
}
