package dev.chmcorr.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.regexp_replace;

import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.TablePath;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * A row of the table of embeddings: one image, its embedding or the reason why it has none.
 *
 * @param image which image, and the version of its file
 * @param content what its file held, or null if it could not be read
 * @param embedding average-pool output, float32, not normalised; null if the image failed
 * @param failure why there is no embedding, or null
 */
public record EmbeddingRow(ImageRef image, Content content, float[] embedding, Failure failure)
    implements Serializable {
  /**
   * Columns of the table, in order: {@code bytes} is the file's length and {@code modified} its
   * time of change, in milliseconds since 1970, as they were when it was listed.
   */
  public static final StructType SCHEMA = Schemas.EMBEDDINGS.type();

  /**
   * What a file held.
   *
   * @param sha256 its digest, hexadecimal
   * @param width of the decoded image, 0 if it could not be decoded
   * @param height of the decoded image, 0 if it could not be decoded
   */
  public record Content(String sha256, int width, int height) implements Serializable {}

  /**
   * Rows of a table of embeddings, with paths as {@link TablePath} has them; earlier tables have
   * {@code file:} before those of local files.
   */
  public static Dataset<Row> read(SparkSession spark, Path table, StructType schema) {
    return Table.read(spark, table, schema)
        .withColumn("path", regexp_replace(col("path"), "^file:/+", "/"));
  }

  /** This image as a row of {@link #SCHEMA}. */
  public Row toRow() {
    boolean decoded = content != null && content.width() > 0;
    FileVersion version = image.version();
    List<Object> values =
        new ArrayList<>(
            Arrays.asList(image.id(), image.path(), image.className(), image.knownLabel()));
    values.add(decoded ? content.width() : null);
    values.add(decoded ? content.height() : null);
    values.add(version.isKnown() ? version.bytes() : null);
    values.add(version.isKnown() ? version.modified() : null);
    values.add(content == null ? null : content.sha256());
    values.addAll(Failure.values(failure));
    values.add(Codec.array(embedding));
    return RowFactory.create(values.toArray());
  }
}
