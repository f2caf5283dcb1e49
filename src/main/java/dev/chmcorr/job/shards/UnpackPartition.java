package dev.chmcorr.job.shards;

import dev.chmcorr.domain.Printable;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.folder.ImageFolder;
import dev.chmcorr.job.listing.ListingProgress;
import dev.chmcorr.job.run.RunState;
import dev.chmcorr.shard.ShardWriter;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Writes a partition of images (class, path, bytes) to a tar shard, which appears when it is whole;
 * gives how many they were, and how many of them had no bytes.
 */
final class UnpackPartition implements FlatMapFunction<Iterator<Row>, long[]> {
  private static final long serialVersionUID = 1L;
  private static final int MAX_SHOWN = 100;
  private static final byte[] NOTHING = {};

  private final String folder;
  private final Broadcast<SerializableConfiguration> configuration;
  private final ListingProgress progress;

  UnpackPartition(
      String folder, Broadcast<SerializableConfiguration> configuration, ListingProgress progress) {
    this.folder = folder;
    this.configuration = configuration;
    this.progress = progress;
  }

  @Override
  public Iterator<long[]> call(Iterator<Row> rows) throws IOException {
    if (!rows.hasNext()) {
      progress.found(0);
      return Collections.emptyIterator();
    }
    RunState.holdForTask();
    Path shard = new Path(folder, "part-%05d.tar".formatted(TaskContext.getPartitionId()));
    long[] count = new long[2];
    new Storage(configuration.value().value())
        .writeWhole(
            shard,
            out -> {
              ShardWriter tar = new ShardWriter(out);
              while (rows.hasNext()) {
                Row row = rows.next();
                add(tar, row);
                count[0]++;
                count[1] += row.isNullAt(2) ? 1 : 0;
              }
              tar.finish();
            });
    progress.found(count[0]);
    return List.of(count).iterator();
  }

  /**
   * Adds an image.
   *
   * @param row its class, its path and its bytes, which may be null
   * @throws UserException if its names are such as no tar may have
   */
  static void add(ShardWriter tar, Row row) throws IOException {
    String className = row.getString(0);
    String path = row.getString(1);
    if (className == null || className.isEmpty() || className.contains("/")) {
      throw new UserException(
          "Cannot unpack the image with class %s and path %s: it needs a class, without /"
              .formatted(shown(className), shown(path)));
    }
    byte[] bytes = row.getAs(2);
    try {
      // An image that is missing keeps its id and ends in the errors table.
      tar.add(className + "/" + file(path, className), bytes == null ? NOTHING : bytes);
    } catch (IllegalArgumentException e) {
      throw new UserException(
          "Cannot unpack the image with class %s and path %s: %s"
              .formatted(shown(className), shown(path), e.getMessage()),
          e);
    }
  }

  private static String shown(String name) {
    return Printable.of(String.valueOf(name), MAX_SHOWN);
  }

  /**
   * What follows the class's folder in a path, else the path's last part. A name without an image's
   * ending, such as a key, gets one; how an image is decoded is told from its content.
   */
  static String file(String path, String className) {
    int folder = ("/" + path).indexOf("/" + className + "/");
    String file =
        folder < 0
            ? path.substring(path.lastIndexOf('/') + 1)
            : path.substring(folder + className.length() + 1);
    return ImageFolder.isImageName(file) ? file : file + ".jpg";
  }
}
