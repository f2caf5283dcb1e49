package dev.chmcorr.job.knn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.knn.SameImages;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Images that are query and gallery image at once: files of the same content, wherever they lie.
 * What could not be read, or is no image, is the same as nothing.
 */
final class SharedContents {
  private final JobContext context;
  private final Dataset<Row> gallery;
  private final Dataset<Row> queries;

  /** Columns sha256 and content, the id of the first gallery image that has it. */
  private final Dataset<Row> shared;

  /**
   * @param gallery rows of {@link dev.chmcorr.table.EmbeddingRow#SCHEMA}
   * @param queries likewise
   */
  SharedContents(JobContext context, Dataset<Row> gallery, Dataset<Row> queries) {
    this.context = context;
    this.gallery = embedded(gallery);
    this.queries = embedded(queries);
    this.shared =
        this.gallery
            .groupBy("sha256")
            .agg(min("image_id").as("content"))
            .join(this.queries.select("sha256"), new String[] {"sha256"}, "left_semi");
  }

  private static Dataset<Row> embedded(Dataset<Row> embeddings) {
    return embeddings
        .where(col("error").isNull().and(col("sha256").isNotNull()))
        .select("image_id", "path", "sha256");
  }

  /**
   * Tells the user what becomes of queries that have a copy in the gallery; gives how many they
   * are.
   *
   * @param queries how many there are in all
   */
  long tell(KnnOptions.SameImages way, int queries) {
    long copies = count();
    String have =
        "%d of %s %s"
            .formatted(copies, Texts.count(queries, "query"), Texts.verb(copies, "has", "have"));
    if (copies > 0) {
      switch (way) {
        case EXCLUDED ->
            context
                .console()
                .stage(
                    "rank: %s the content of a gallery image, which is left out of their rankings",
                    have);
        case RANKED ->
            context
                .console()
                .warn(
                    "%s the content of a gallery image, such as %s: they find themselves; --exclude-same-image leaves that image out of their rankings",
                    have, example());
      }
    }
    return copies;
  }

  /** How many queries have a copy in the gallery. */
  private long count() {
    context.describe("look for queries that are in the gallery");
    // Dataset.count() would shuffle, in a thread that may not know what this job is called.
    return numbered(queries).select("image_id").toJavaRDD().count();
  }

  /** A query and its copy. */
  private String example() {
    Row row =
        queries
            .withColumnRenamed("path", "query_path")
            .join(gallery.select("path", "sha256"), "sha256")
            .sort("image_id", "path")
            .first();
    return row.<String>getAs("query_path") + " and " + row.<String>getAs("path");
  }

  /** All of them. */
  SameImages images() {
    context.describe("find copies of queries in the gallery");
    return new SameImages(contents(queries), contents(gallery));
  }

  private Dataset<Row> numbered(Dataset<Row> images) {
    return images.join(shared, "sha256").select("image_id", "content");
  }

  private int[] contents(Dataset<Row> images) {
    List<Tuple2<Integer, Integer>> numbers =
        numbered(images).as(Encoders.tuple(Encoders.INT(), Encoders.INT())).collectAsList();
    int last = numbers.stream().mapToInt(Tuple2::_1).max().orElse(-1);
    int[] contents = new int[last + 1];
    // Ids begin with 0, which says that an image is alone.
    numbers.forEach(number -> contents[number._1()] = number._2() + 1);
    return contents;
  }
}
