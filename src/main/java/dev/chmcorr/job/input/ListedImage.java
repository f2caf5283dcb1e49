package dev.chmcorr.job.input;

import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Split;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A listed image of a split, as a row that Spark hands out to tasks.
 *
 * @param split gallery or query
 * @param image which
 */
public record ListedImage(Split split, ImageRef image) {
  public static final StructType SCHEMA =
      new StructType()
          .add("split", DataTypes.StringType, false)
          .add("image_id", DataTypes.IntegerType, false)
          .add("path", DataTypes.StringType, false)
          .add("class_name", DataTypes.StringType, false)
          .add("label", DataTypes.IntegerType, false);

  /** The gallery, then the queries. */
  public static List<ListedImage> both(List<ImageRef> gallery, List<ImageRef> queries) {
    List<ListedImage> all = new ArrayList<>(gallery.size() + queries.size());
    gallery.forEach(image -> all.add(new ListedImage(Split.GALLERY, image)));
    queries.forEach(image -> all.add(new ListedImage(Split.QUERY, image)));
    return all;
  }

  /** Rows of {@link #SCHEMA} in contiguous partitions, more than asked for if they are many. */
  public static Dataset<Row> dataset(SparkSession spark, List<ListedImage> images, int partitions) {
    List<Row> rows = images.stream().map(ListedImage::toRow).toList();
    int least = Math.max(1, rows.size() / ImageListing.ROWS_PER_TASK);
    return spark.createDataFrame(
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(rows, Math.max(least, partitions)),
        SCHEMA);
  }

  public Row toRow() {
    return RowFactory.create(
        split.text(), image.id(), image.path(), image.className(), image.label());
  }

  public static Split split(Row row) {
    return Split.of(row.getAs("split"));
  }

  public static ImageRef image(Row row) {
    return new ImageRef(
        row.<Integer>getAs("image_id"),
        row.getAs("path"),
        row.getAs("class_name"),
        row.<Integer>getAs("label"));
  }
}
