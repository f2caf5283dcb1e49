package dev.chmcorr.job.listing;

import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.job.run.FlatIterator;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
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

  /** About half a megabyte: images travel with their task, whose rows fill what it caches. */
  private static final int ROWS_PER_TASK = 20_000;

  private ListedImage() {}

  /** Rows of {@link #SCHEMA} in contiguous partitions, more than asked for if they are many. */
  public static Dataset<Row> dataset(SparkSession spark, List<ImageRef> images, int partitions) {
    return dataset(spark, images, partitions, ListedImage::toRow, SCHEMA);
  }

  /** What tasks make a row of. */
  @FunctionalInterface
  interface RowOf extends Serializable {
    Row row(ImageRef image);
  }

  /**
   * The same.
   *
   * @param rowOf an image, of this schema
   */
  static Dataset<Row> dataset(
      SparkSession spark, List<ImageRef> images, int partitions, RowOf rowOf, StructType schema) {
    int least = Math.max(1, images.size() / ROWS_PER_TASK);
    FlatMapFunction<byte[], Row> rows =
        block -> {
          Iterator<ImageRef> some = PackedImages.images(block);
          return new FlatIterator<>(some, one -> List.of(rowOf.row(one.next())).iterator());
        };
    return spark.createDataFrame(
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(blocks(images, partitions), Math.max(least, partitions))
            .flatMap(rows),
        schema);
  }

  /** Few images are packed one by one: no task should have those that another waits for. */
  private static List<byte[]> blocks(List<ImageRef> images, int partitions) {
    return images.size() < PackedImages.PER_BLOCK * partitions
        ? images.stream().map(image -> PackedImages.of(List.of(image)).blocks().get(0)).toList()
        : PackedImages.of(images).blocks();
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
