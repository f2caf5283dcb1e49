package dev.chmcorr.job.knn;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.ImageReader;
import dev.chmcorr.job.input.ListedImage;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.EmbeddingRow;
import dev.chmcorr.table.Failure;
import dev.chmcorr.table.Table;
import dev.chmcorr.table.TableSwap;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Decides which embeddings of an earlier run hold for the images that are listed now. A row holds
 * if the file's bytes are the same (SHA-256), whatever its name or id, and the limit of pixels
 * would not decide otherwise today.
 */
final class EmbeddingReuse {
  private static final BitSet NONE = new BitSet();
  private static final StructType DIGESTED =
      ListedImage.SCHEMA.add("sha256", DataTypes.StringType, true);

  private final JobContext context;
  private final ImageReader reader;
  private final Path table;
  private final TableSwap replacement;
  private final RunRecord run;

  EmbeddingReuse(JobContext context, ImageReader reader, Path table, RunRecord run) {
    this.context = context;
    this.reader = reader;
    this.table = table;
    this.replacement = new TableSwap(context.store(), table);
    this.run = run;
  }

  /** The images that have no valid row; makes the table hold the valid rows and no others. */
  List<ListedImage> missing(List<ListedImage> images) throws IOException {
    context.describe("look for earlier embeddings");
    replacement.finish();
    context.store().deleteUnfinished(table);
    Dataset<Row> own = embeddings();
    // Dataset.count() would shuffle, in a thread that may not know what this job is called.
    long known = own.select("image_id").toJavaRDD().count();
    Optional<Dataset<Row>> source = known == 0 ? siblings() : Optional.of(own);
    if (source.isEmpty()) {
      return images;
    }
    context.console().stage("embed: comparing the content of %d images", images.size());
    Dataset<Row> digested = digest(images).persist();
    try {
      context.describe("compare image contents");
      List<ListedImage> missing = without(images, digested);
      if (known > 0 && images.size() - missing.size() == known) {
        return missing;
      }
      rewrite(source.get(), digested);
      return without(images, digested);
    } finally {
      digested.unpersist();
    }
  }

  private Dataset<Row> embeddings() throws IOException {
    return Table.readOrEmpty(context.spark(), context.store(), table, EmbeddingRow.SCHEMA);
  }

  /** The images that have no valid row in the table. Of the others the driver learns nothing. */
  private List<ListedImage> without(List<ListedImage> images, Dataset<Row> digested)
      throws IOException {
    String[] image = {"split", "image_id", "path", "sha256"};
    Dataset<Row> valid = embeddings().where(holds()).select("split", "image_id", "path", "sha256");
    Map<Split, BitSet> missing = new EnumMap<>(Split.class);
    for (Row row :
        digested.join(valid, image, "left_anti").select("split", "image_id").collectAsList()) {
      missing.computeIfAbsent(Split.of(row.getString(0)), split -> new BitSet()).set(row.getInt(1));
    }
    return images.stream()
        .filter(listed -> missing.getOrDefault(listed.split(), NONE).get(listed.image().id()))
        .toList();
  }

  /** Rows that runs of other data sets in the same folder made with the same network. */
  private Optional<Dataset<Row>> siblings() throws IOException {
    Dataset<Row> rows = null;
    for (FileStatus folder : context.store().list(table.getParent().getParent())) {
      if (!folder.isDirectory()) {
        continue;
      }
      Path embeddings = new Path(folder.getPath(), "embeddings");
      RunRecord other = record(folder.getPath());
      if (other == null || !sameNetwork(other) || !context.store().exists(embeddings)) {
        continue;
      }
      Dataset<Row> found =
          Table.readOrEmpty(context.spark(), context.store(), embeddings, EmbeddingRow.SCHEMA);
      if (!same(other, KnnJob.TRANSFORM)) {
        // The gallery goes through the same transform in every set, the queries do not.
        found = found.where(col("split").equalTo(Split.GALLERY.text()));
      }
      rows = rows == null ? found : rows.union(found);
    }
    return Optional.ofNullable(rows).filter(r -> !r.isEmpty());
  }

  /** Of a neighbour, or null: a run does not depend on what lies beside it. */
  private RunRecord record(Path folder) {
    String why;
    try {
      RunRecord record = RunRecord.read(context.store(), folder);
      if (record == null || record.formatVersion() == run.formatVersion()) {
        return record;
      }
      why = "its format is %d, not %d".formatted(record.formatVersion(), run.formatVersion());
    } catch (UserException | IOException e) {
      why = e.getMessage();
    }
    context.console().warn("no embeddings are taken from %s: %s", folder, why);
    return null;
  }

  private boolean sameNetwork(RunRecord other) {
    return same(other, KnnJob.MODEL) && same(other, KnnJob.PRECISION);
  }

  /** Not so if a limit would decide otherwise today. */
  private Column holds() {
    Limits limits = reader.rules().limits();
    Column pixels = col("width").cast("long").multiply(col("height"));
    Column outgrown = coalesce(pixels.gt(limits.pixels()), lit(false));
    return not(Failure.mayPass(limits.pixels()).or(outgrown));
  }

  private boolean same(RunRecord other, String parameter) {
    String value = run.parameters().get(parameter);
    return value != null && value.equals(other.parameters().get(parameter));
  }

  /** Rows of {@link #DIGESTED}: each image with the digest of its file, null if unreadable. */
  private Dataset<Row> digest(List<ListedImage> images) {
    return ListedImage.dataset(
            context.spark(), images, Math.min(images.size(), 8 * context.slots()))
        .map(new Digest(reader), Encoders.row(DIGESTED));
  }

  private static final class Digest implements MapFunction<Row, Row> {
    private static final long serialVersionUID = 1L;
    private final ImageReader reader;

    Digest(ImageReader reader) {
      this.reader = reader;
    }

    @Override
    public Row call(Row row) {
      Object[] values = new Object[row.length() + 1];
      for (int i = 0; i < row.length(); i++) {
        values[i] = row.get(i);
      }
      try {
        byte[] bytes = reader.read(row.<String>getAs("path"));
        values[row.length()] = DigestUtils.sha256Hex(bytes);
      } catch (IOException e) {
        values[row.length()] = null;
      }
      return RowFactory.create(values);
    }
  }

  /** Writes the rows that hold under their images' names of today, then swaps the tables. */
  private void rewrite(Dataset<Row> source, Dataset<Row> digested) throws IOException {
    context.describe("keep embeddings of unchanged images");
    Dataset<Row> content =
        source
            .where(col("sha256").isNotNull().and(holds()))
            .select(
                "split",
                "sha256",
                "width",
                "height",
                "bytes",
                "reason",
                "error",
                "message",
                "pixels",
                "embedding")
            .dropDuplicates("split", "sha256");
    String[] columns = EmbeddingRow.SCHEMA.fieldNames();
    Dataset<Row> valid =
        digested
            .join(content, new String[] {"split", "sha256"})
            .select(columns[0], Arrays.copyOfRange(columns, 1, columns.length));
    replacement.replaceWith(valid, run);
  }
}
