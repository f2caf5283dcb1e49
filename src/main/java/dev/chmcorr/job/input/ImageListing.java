package dev.chmcorr.job.input;

import dev.chmcorr.domain.HiddenFiles;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.PassedOver;
import dev.chmcorr.domain.PassedOver.Why;
import dev.chmcorr.domain.ShardLocation;
import dev.chmcorr.job.run.JobContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The images of a data set in ImageFolder order.
 *
 * @param root the folder, the tars or the table
 * @param images numbered from 0
 * @param shards the {@link dev.chmcorr.store.Storage#version} that each of them had, by path
 * @param passedOver what is there beside the images
 */
public record ImageListing(
    Path root, List<ImageRef> images, Map<String, String> shards, PassedOver passedOver) {
  /** About 4 MB: rows travel with their task, and Spark refuses tasks of more than 128 MB. */
  static final int ROWS_PER_TASK = 20_000;

  public int size() {
    return images.size();
  }

  /**
   * How many more images there would be if hidden ones counted; if they do, how many of these are.
   */
  public long hidden() {
    long dropped = passedOver.count(Why.HIDDEN_IMAGE);
    return dropped > 0
        ? dropped
        : images.stream().filter(image -> HiddenFiles.isHiddenPath(name(image))).count();
  }

  Set<String> classNames() {
    return images.stream().map(ImageRef::className).collect(Collectors.toSet());
  }

  /** The part class/file of an image's path. */
  public String name(ImageRef image) {
    return ShardLocation.parse(image.path())
        .map(ShardLocation::name)
        .orElseGet(() -> image.path().substring(nameStart()));
  }

  /** Only the root of a file system ends with a slash. */
  private int nameStart() {
    String folder = root.toString();
    return folder.endsWith("/") ? folder.length() : folder.length() + 1;
  }

  /** Columns X_id, X_path, X_class, X_label, where X is the prefix. */
  public Dataset<Row> dataset(JobContext context, String prefix) {
    StructType schema =
        new StructType()
            .add(prefix + "_id", DataTypes.IntegerType, false)
            .add(prefix + "_path", DataTypes.StringType, false)
            .add(prefix + "_class", DataTypes.StringType, false)
            .add(prefix + "_label", DataTypes.IntegerType, false);
    List<Row> rows =
        images.stream()
            .map(
                image ->
                    RowFactory.create(image.id(), image.path(), image.className(), image.label()))
            .toList();
    return context
        .spark()
        .createDataFrame(
            JavaSparkContext.fromSparkContext(context.spark().sparkContext())
                .parallelize(rows, Math.max(context.slots(), rows.size() / ROWS_PER_TASK)),
            schema);
  }
}
