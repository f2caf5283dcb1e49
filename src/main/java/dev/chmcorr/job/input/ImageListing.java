package dev.chmcorr.job.input;

import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.ShardLocation;
import dev.chmcorr.domain.TablePath;
import dev.chmcorr.job.run.JobContext;
import java.util.HashMap;
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
 */
public record ImageListing(Path root, List<ImageRef> images, Map<String, String> shards) {
  public ImageListing {
    images = images.stream().map(ImageListing::asInTables).toList();
    Map<String, String> versions = new HashMap<>();
    shards.forEach((shard, version) -> versions.put(TablePath.of(shard), version));
    shards = versions;
  }

  private static ImageRef asInTables(ImageRef image) {
    String path = TablePath.of(image.path());
    return new ImageRef(image.id(), path, image.className(), image.label(), image.version());
  }

  /** About 4 MB: rows travel with their task, and Spark refuses tasks of more than 128 MB. */
  static final int ROWS_PER_TASK = 20_000;

  public int size() {
    return images.size();
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
    String folder = TablePath.of(root.toString());
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
