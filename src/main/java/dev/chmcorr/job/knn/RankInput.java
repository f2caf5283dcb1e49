package dev.chmcorr.job.knn;

import static org.apache.spark.sql.functions.col;

import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.SmallData;
import dev.chmcorr.knn.BlockSearch;
import dev.chmcorr.knn.VectorBlock;
import dev.chmcorr.table.ArrayEncoders;
import dev.chmcorr.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * What is ranked for what: the images of both sets that could be embedded.
 *
 * @param context of the job
 * @param galleryRows rows of {@link dev.chmcorr.table.EmbeddingRow#SCHEMA}, failed images too
 * @param queryRows likewise
 * @param queries ids of the embedded queries, ascending
 * @param galleryImages how many of the gallery are embedded
 * @param dimension of the embeddings; 1 where queries are so few that it does not matter
 */
record RankInput(
    JobContext context,
    Dataset<Row> galleryRows,
    Dataset<Row> queryRows,
    List<Integer> queries,
    long galleryImages,
    int dimension) {
  /**
   * Bytes of query embeddings that every executor holds at once; its tasks share them, and hold
   * them once more as the product takes them.
   */
  private static final long BROADCAST_BYTES = 256L << 20;

  /** Bytes of their nearest images that each task holds. */
  private static final long LISTS_BYTES = 128L << 20;

  /** So few that their embeddings are no burden up to 67,000 numbers each. */
  private static final int FEW_QUERIES = 1000;

  private static final int PARTITIONS_PER_SLOT = 4;

  /**
   * Looks what there is.
   *
   * @throws UserException if there is nothing to rank, or nothing to rank it for
   */
  static RankInput of(JobContext context, Dataset<Row> galleryRows, Dataset<Row> queryRows) {
    return of(context, galleryRows, good(galleryRows).count(), queryRows);
  }

  /** The same, where it is known how many of the gallery are embedded. */
  static RankInput of(
      JobContext context, Dataset<Row> galleryRows, long galleryImages, Dataset<Row> queryRows) {
    context.describe("rank the gallery");
    List<Integer> ids =
        new ArrayList<>(good(queryRows).select("image_id").as(Encoders.INT()).collectAsList());
    ids.sort(null);
    if (ids.isEmpty() || galleryImages == 0) {
      throw new UserException(
          "Cannot rank: %s and %s could be embedded; see the errors table"
              .formatted(
                  Texts.count(ids.size(), "query"), Texts.count(galleryImages, "gallery image")));
    }
    int dimension = ids.size() <= FEW_QUERIES ? 1 : dimension(queryRows);
    return new RankInput(context, galleryRows, queryRows, ids, galleryImages, dimension);
  }

  private static Dataset<Row> good(Dataset<Row> embeddings) {
    // An embedding that is not null says the same, but would have to be read to be known.
    return embeddings.where(col("error").isNull());
  }

  /** The gallery's embedded images. */
  Dataset<Row> gallery() {
    return good(galleryRows);
  }

  /** Into how many parts the gallery is divided at most. */
  int partitions() {
    return PARTITIONS_PER_SLOT * context.slots();
  }

  /** Gallery images times blocks of queries: every block goes through the whole gallery. */
  long toSearch(long listBytes) {
    int block = block(listBytes);
    return galleryImages * ((queries.size() + block - 1) / block);
  }

  private static int dimension(Dataset<Row> queryRows) {
    return vectors(good(queryRows).limit(1)).collectAsList().get(0)._2().length;
  }

  /**
   * How many queries are ranked at once: both what is shared and what each task holds is bounded.
   *
   * @param listBytes that a task holds of what it finds for a query
   */
  int block(long listBytes) {
    long shared = BROADCAST_BYTES / ((long) Float.BYTES * dimension);
    long block = Math.min(BlockSearch.MAX_QUERIES, Math.min(shared, LISTS_BYTES / listBytes));
    return (int) Math.max(1, block);
  }

  /**
   * What a function finds for each block of queries, one behind the other.
   *
   * @param listBytes that a task holds of what it finds for a query
   * @param rank is given the block as all tasks share it
   */
  Dataset<Row> ofEachBlock(long listBytes, Function<Broadcast<VectorBlock>, Dataset<Row>> rank) {
    int block = block(listBytes);
    Dataset<Row> ranked = null;
    for (int from = 0; from < queries.size(); from += block) {
      int last = queries.get(Math.min(queries.size(), from + block) - 1);
      Dataset<Row> part = rank.apply(share(collect(queries.get(from), last)));
      ranked = ranked == null ? part : ranked.union(part);
    }
    return ranked;
  }

  private VectorBlock collect(int first, int last) {
    Dataset<Row> some = good(queryRows).where(col("image_id").between(first, last));
    List<Tuple2<Integer, float[]>> block = new ArrayList<>(vectors(some).collectAsList());
    block.sort(Comparator.comparing(Tuple2::_1));
    return GallerySearch.block(block);
  }

  private <T> Broadcast<T> share(T value) {
    return JavaSparkContext.fromSparkContext(context.spark().sparkContext()).broadcast(value);
  }

  /** Ids and embeddings; a Row would hold each number of an embedding as an object. */
  static Dataset<Tuple2<Integer, float[]>> vectors(Dataset<Row> embeddings) {
    return embeddings
        .select("image_id", "embedding")
        .as(Encoders.tuple(Encoders.INT(), ArrayEncoders.floats()));
  }

  /**
   * Rankings with paths and classes.
   *
   * @param ranked has columns query_id and gallery_id
   * @param schema of what is wanted
   */
  Dataset<Row> named(Dataset<Row> ranked, StructType schema) {
    return Table.select(
        ranked
            .join(names(queryRows, queries.size(), Split.QUERY), "query_id")
            .join(names(galleryRows, galleryImages, Split.GALLERY), "gallery_id"),
        schema);
  }

  private static Dataset<Row> names(Dataset<Row> embeddings, long count, Split split) {
    String prefix = split.text();
    Dataset<Row> names =
        good(embeddings)
            .select(
                col("image_id").as(prefix + "_id"),
                col("path").as(prefix + "_path"),
                col("class_name").as(prefix + "_class"),
                col("label").as(prefix + "_label"));
    return SmallData.toJoin(names, count);
  }
}
