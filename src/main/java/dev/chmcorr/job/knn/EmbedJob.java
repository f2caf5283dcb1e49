package dev.chmcorr.job.knn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.job.input.ImageReader;
import dev.chmcorr.job.input.ListedImage;
import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.job.run.Chunks;
import dev.chmcorr.job.run.GuidedPartitions;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.EmbeddingRow;
import dev.chmcorr.table.Failure;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Embeds every image of both splits once: listed images to the table {@code embeddings}. */
final class EmbedJob {
  /** Images per slot in the first chunk. */
  private static final int FIRST_IMAGES = 256;

  /** Images that are worth a partition, and a part file, of their own. */
  private static final int MIN_IMAGES = 32;

  /** The smallest share of a chunk is this part of a slot's: more would make many small files. */
  private static final int MAX_SHARES = 8;

  private final JobContext context;
  private final NetworkSpec networks;
  private final TransformSet transform;
  private final ImageReader reader;
  private final StageMeter meter;

  EmbedJob(
      JobContext context,
      NetworkSpec networks,
      TransformSet transform,
      ImageReader reader,
      StageMeter meter) {
    this.context = context;
    this.networks = networks;
    this.transform = transform;
    this.reader = reader;
    this.meter = meter;
  }

  /**
   * Makes the tables {@code embeddings}, {@code images} and {@code errors} of a run folder hold
   * exactly the listed images. What an earlier run embedded from the same bytes is kept.
   */
  Dataset<Row> run(List<ListedImage> images, Path folder, RunRecord run) throws IOException {
    Path table = new Path(folder, "embeddings");
    List<ListedImage> missing = new EmbeddingReuse(context, reader, table, run).missing(images);
    context
        .console()
        .stage(
            "embed: %d images, %d of them already embedded",
            images.size(), images.size() - missing.size());
    new Chunks(context, meter)
        .run("images", missing, FIRST_IMAGES, chunk -> Table.append(embed(chunk), table, run));
    Dataset<Row> embeddings =
        Table.readOrEmpty(context.spark(), context.store(), table, EmbeddingRow.SCHEMA);
    writeImagesAndErrors(embeddings, folder, run);
    return embeddings;
  }

  private Dataset<Row> embed(List<ListedImage> chunk) {
    List<Row> rows = chunk.stream().map(ListedImage::toRow).toList();
    int least = Math.max(MIN_IMAGES, rows.size() / (MAX_SHARES * context.slots()));
    return GuidedPartitions.dataset(
            context.spark(), GuidedPartitions.of(rows, context.slots(), least), ListedImage.SCHEMA)
        .mapPartitions(
            new EmbedPartition(networks, transform, reader, meter),
            Encoders.row(EmbeddingRow.SCHEMA));
  }

  private void writeImagesAndErrors(Dataset<Row> embeddings, Path folder, RunRecord run) {
    context.describe("write images and errors");
    Dataset<Row> images =
        embeddings.select(
            EmbeddingRow.IMAGE_COLUMNS.stream().map(name -> col(name)).toArray(Column[]::new));
    Table.overwrite(images.coalesce(1).sort("split", "image_id"), new Path(folder, "images"), run);
    Table.overwrite(errors(embeddings), new Path(folder, "errors"), run);
  }

  /** Rows of {@link Failure#SCHEMA} for the images that could not be embedded. */
  static Dataset<Row> errors(Dataset<Row> embeddings) {
    return embeddings
        .where(col("error").isNotNull())
        .select(
            lit("embed").as("stage"),
            col("split"),
            col("path"),
            col("reason"),
            col("error"),
            col("message"),
            col("pixels"))
        .coalesce(1)
        .sort("split", "path");
  }
}
