package dev.chmcorr.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.table.EmbeddedImage;
import dev.chmcorr.table.Replacement;
import dev.chmcorr.table.RunRecord;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private static final StructType DIGESTED =
      Listed.SCHEMA.add("sha256", DataTypes.StringType, true);

  private final Workplace work;
  private final ImageReader reader;
  private final Path table;
  private final Replacement replacement;
  private final RunRecord run;

  EmbeddingReuse(Workplace work, ImageReader reader, Path table, RunRecord run) {
    this.work = work;
    this.reader = reader;
    this.table = table;
    this.replacement = new Replacement(work.store(), table);
    this.run = run;
  }

  /** The images that have no valid row; makes the table hold the valid rows and no others. */
  List<Listed> missing(List<Listed> images) throws IOException {
    work.describe("look for earlier embeddings");
    replacement.finish();
    work.store().deleteUnfinished(table);
    Dataset<Row> own = Table.readOrEmpty(work.spark(), work.store(), table, EmbeddedImage.SCHEMA);
    Map<String, String> known = known(own);
    Optional<Dataset<Row>> source = known.isEmpty() ? siblings() : Optional.of(own);
    if (source.isEmpty()) {
      return images;
    }
    work.console().stage("embed: comparing the content of %d images", images.size());
    List<Row> digested = digest(images);
    List<Listed> missing = without(digested, known);
    boolean allHold = !known.isEmpty() && images.size() - missing.size() == known.size();
    return allHold ? missing : rewrite(source.get(), digested);
  }

  /** The images whose digest is not the known one. */
  private static List<Listed> without(List<Row> digested, Map<String, String> known) {
    List<Listed> missing = new ArrayList<>();
    for (Row row : digested) {
      Listed image = new Listed(Listed.split(row), Listed.image(row));
      String sha256 = row.getAs("sha256");
      if (sha256 == null || !sha256.equals(known.get(key(image.split(), image.image())))) {
        missing.add(image);
      }
    }
    return missing;
  }

  /** Rows that runs of other data sets in the same folder made with the same network. */
  private Optional<Dataset<Row>> siblings() throws IOException {
    Dataset<Row> rows = null;
    for (FileStatus folder : work.store().list(table.getParent().getParent())) {
      if (!folder.isDirectory()) {
        continue;
      }
      Path embeddings = new Path(folder.getPath(), "embeddings");
      RunRecord other = record(folder.getPath());
      if (other == null || !sameNetwork(other) || !work.store().exists(embeddings)) {
        continue;
      }
      Dataset<Row> found =
          Table.readOrEmpty(work.spark(), work.store(), embeddings, EmbeddedImage.SCHEMA);
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
      RunRecord record = RunRecord.read(work.store(), folder);
      if (record == null || record.formatVersion() == run.formatVersion()) {
        return record;
      }
      why = "its format is %d, not %d".formatted(record.formatVersion(), run.formatVersion());
    } catch (UserException | IOException e) {
      why = e.getMessage();
    }
    work.console().warn("no embeddings are taken from %s: %s", folder, why);
    return null;
  }

  private boolean sameNetwork(RunRecord other) {
    return same(other, KnnJob.MODEL) && same(other, KnnJob.PRECISION);
  }

  /** Not so if a limit would decide otherwise today. */
  private Column holds() {
    Limits limits = reader.rules().limits();
    return not(Outgrown.refusal(limits).or(Outgrown.image(limits)));
  }

  private boolean same(RunRecord other, String parameter) {
    String value = run.parameters().get(parameter);
    return value != null && value.equals(other.parameters().get(parameter));
  }

  private static String key(Split split, ImageRef image) {
    return split.text() + ' ' + image.id() + ' ' + image.path();
  }

  /** Digests by image, null for rows that do not hold. */
  private Map<String, String> known(Dataset<Row> rows) {
    Map<String, String> known = new HashMap<>();
    Column digest = when(holds(), col("sha256"));
    for (Row row :
        rows.select(col("split"), col("image_id"), col("path"), digest).collectAsList()) {
      known.put(row.getString(0) + ' ' + row.getInt(1) + ' ' + row.getString(2), row.getString(3));
    }
    return known;
  }

  /** Rows of {@link #DIGESTED}: each image with the digest of its file, null if unreadable. */
  private List<Row> digest(List<Listed> images) {
    work.describe("compare image contents");
    return Listed.dataset(work.spark(), images, Math.min(images.size(), 8 * work.slots()))
        .map(new Digest(reader), Encoders.row(DIGESTED))
        .collectAsList();
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
        values[row.length()] = HexFormat.of().formatHex(ModelFile.sha256Digest().digest(bytes));
      } catch (IOException e) {
        values[row.length()] = null;
      }
      return RowFactory.create(values);
    }
  }

  /** Writes the rows that hold under their images' names of today, then swaps the tables. */
  private List<Listed> rewrite(Dataset<Row> source, List<Row> digested) throws IOException {
    work.describe("keep embeddings of unchanged images");
    Dataset<Row> content =
        source
            .where(col("sha256").isNotNull().and(holds()))
            .select("split", "sha256", "width", "height", "bytes", "error", "message", "embedding")
            .dropDuplicates("split", "sha256");
    String[] columns = EmbeddedImage.SCHEMA.fieldNames();
    Dataset<Row> valid =
        work.spark()
            .createDataFrame(digested, DIGESTED)
            .join(content, new String[] {"split", "sha256"})
            .select(columns[0], Arrays.copyOfRange(columns, 1, columns.length));
    replacement.by(valid, run);
    return without(
        digested,
        known(Table.readOrEmpty(work.spark(), work.store(), table, EmbeddedImage.SCHEMA)));
  }
}
