package dev.chmcorr.job.listing;

import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.ImageRef;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Listed images as rows that Spark hands out to tasks. */
public final class ListedImage {
  /**
   * {@code class_name} and {@code label} are null where the class is unknown, {@code bytes} and
   * {@code modified} where the file's version is.
   */
  public static final StructType SCHEMA =
      new StructType()
          .add("image_id", DataTypes.IntegerType, false)
          .add("path", DataTypes.StringType, false)
          .add("class_name", DataTypes.StringType, true)
          .add("label", DataTypes.IntegerType, true)
          .add("bytes", DataTypes.LongType, true)
          .add("modified", DataTypes.LongType, true);

  private ListedImage() {}

  /** Rows of {@link #SCHEMA} in contiguous partitions, more than asked for if they are many. */
  public static Dataset<Row> dataset(SparkSession spark, List<ImageRef> images, int partitions) {
    List<Row> rows = images.stream().map(ListedImage::toRow).toList();
    int least = Math.max(1, rows.size() / ImageListing.ROWS_PER_TASK);
    return spark.createDataFrame(
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(rows, Math.max(least, partitions)),
        SCHEMA);
  }

  /** An image as a row of {@link #SCHEMA}. */
  public static Row toRow(ImageRef image) {
    FileVersion version = image.version();
    return RowFactory.create(
        image.id(),
        image.path(),
        image.className(),
        image.knownLabel(),
        version.isKnown() ? version.bytes() : null,
        version.isKnown() ? version.modified() : null);
  }

  /** The image of a row of {@link #SCHEMA}. */
  public static ImageRef fromRow(Row row) {
    Long bytes = row.getAs("bytes");
    Integer label = row.getAs("label");
    return new ImageRef(
        row.<Integer>getAs("image_id"),
        row.getAs("path"),
        row.getAs("class_name"),
        label == null ? 0 : label,
        bytes == null ? FileVersion.UNKNOWN : new FileVersion(bytes, row.<Long>getAs("modified")));
  }
}
