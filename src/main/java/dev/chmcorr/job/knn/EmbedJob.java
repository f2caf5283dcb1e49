package dev.chmcorr.job.knn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.job.failures.FailureWatch;
import dev.chmcorr.job.failures.ImageTally;
import dev.chmcorr.job.listing.ListedImage;
import dev.chmcorr.job.run.Chunks;
import dev.chmcorr.job.run.GuidedPartitions;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.runfolder.RunLock;
import dev.chmcorr.table.EmbeddingRow;
import dev.chmcorr.table.Failure;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Embeds every image of a set once: listed images to the set's {@link EmbeddingTable}. */
final class EmbedJob {
  /** Images per slot in the first chunk. */
  private static final int FIRST_IMAGES = 256;

  /** Images that are worth a partition, and a part file, of their own. */
  private static final int MIN_IMAGES = 32;

  /** The smallest share of a chunk is this part of a slot's: more would make many small files. */
  private static final int MAX_SHARES = 8;

  /**
   * The embeddings of a set.
   *
   * @param set of images
   * @param table that holds them
   * @param rows of {@link EmbeddingRow#SCHEMA}, one for each image
   * @param embedded how many of them hold an embedding
   * @param failed how many say why there is none
   * @param state the same for the same images with the same contents
   */
  record Embeddings(
      EmbeddingSet set,
      EmbeddingTable table,
      Dataset<Row> rows,
      long embedded,
      long failed,
      String state) {
    /** Rows of {@link Failure#SCHEMA} for the images that could not be embedded. */
    Dataset<Row> errors() {
      if (failed == 0) {
        return rows.sparkSession().createDataFrame(List.of(), Failure.SCHEMA);
      }
      Dataset<Row> failed =
          rows.where(col("error").isNotNull())
              .withColumn("stage", lit("embed"))
              .withColumn("split", lit(set.split().text()));
      return Table.select(failed, Failure.SCHEMA);
    }
  }

  private final EmbedMeans means;
  private final JobContext context;
  private final EmbeddingSources sources;

  EmbedJob(EmbedMeans means) {
    this.means = means;
    this.context = means.context();
    this.sources = new EmbeddingSources(context);
  }

  /**
   * Makes a set have a table that holds exactly the listed images. What an earlier run embedded
   * from the same files is kept; if that is all, nothing is written.
   */
  Embeddings run(EmbeddingSet set) throws IOException {
    try (EmbeddingReuse reuse = new EmbeddingReuse(means, set, sources)) {
      EmbeddingTable table = EmbeddingTable.current(context.store(), set.folder());
      if (set.wanted(reuse.missing(table)).isEmpty()) {
        report(set, set.size());
        return embeddings(set, table);
      }
      return complete(set, reuse);
    }
  }

  private Embeddings complete(EmbeddingSet set, EmbeddingReuse reuse) throws IOException {
    context.describe("look what can be kept");
    try (RunLock lock = new SetLock(context).await(set.folder())) {
      EmbeddingTable current = EmbeddingTable.current(context.store(), set.folder());
      set.record(current).claim(context.store(), set.folder());
      current.deleteOthers(context.store());
      EmbeddingReuse.Kept kept = reuse.keep(current);
      List<ImageRef> missing = set.wanted(kept.missing());
      report(set, set.size() - missing.size());
      embedAll(set, missing, kept.table());
      set.finished(kept.table()).write(context.store(), set.folder());
      return embeddings(set, kept.table());
    }
  }

  private void embedAll(EmbeddingSet set, List<ImageRef> missing, EmbeddingTable table)
      throws IOException {
    try (FailureWatch watch =
        FailureWatch.begin(context, means.reader().rules().budget(), "embed")) {
      Dataset<Row> tried = missing.size() == set.size() ? null : rows(set, table);
      ImageTally tally = watch.of(set.what(), set.size(), tried);
      new Chunks(context, means.meter())
          .run(
              Texts.plural(set.what()),
              missing,
              FIRST_IMAGES,
              chunk ->
                  watch.run(
                      () -> Table.append(embed(set, chunk, tally), table.path(), set.record())));
    }
  }

  /** What is in a table now; what others may add to it is not seen. */
  private Embeddings embeddings(EmbeddingSet set, EmbeddingTable table) {
    Dataset<Row> rows = rows(set, table);
    context.describe("look whether the embeddings have changed");
    Row all =
        rows.agg(
                count(lit(1)),
                count(col("error")),
                expr(
                    "coalesce(sum(xxhash64(image_id, path, class_name, label, sha256, reason) % 1000000007), 0)"))
            .first();
    String state = all.getLong(0) + " images, " + all.getLong(2);
    long failed = all.getLong(1);
    return new Embeddings(set, table, rows, all.getLong(0) - failed, failed, state);
  }

  private Dataset<Row> rows(EmbeddingSet set, EmbeddingTable table) {
    return set.wanted(EmbeddingRow.read(context.spark(), table.path(), EmbeddingRow.SCHEMA));
  }

  private void report(EmbeddingSet set, int done) {
    context
        .console()
        .stage("embed: %s, %d of them already embedded", Texts.count(set.size(), set.what()), done);
  }

  private Dataset<Row> embed(EmbeddingSet set, List<ImageRef> chunk, ImageTally tally) {
    List<Row> rows = chunk.stream().map(ListedImage::toRow).toList();
    int least = Math.max(MIN_IMAGES, rows.size() / (MAX_SHARES * context.slots()));
    return GuidedPartitions.dataset(
            context.spark(), GuidedPartitions.of(rows, context.slots(), least), ListedImage.SCHEMA)
        .mapPartitions(
            new EmbedPartition(
                means.networks(), set.transform(), means.reader(), means.meter(), tally),
            Encoders.row(EmbeddingRow.SCHEMA));
  }
}
