package dev.chmcorr.job;

import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.ImageFolder;
import dev.chmcorr.table.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The images of a folder in ImageFolder order.
 *
 * @param root the folder
 * @param images numbered from 0
 */
record ImageListing(Path root, List<ImageRef> images) {

  /** Lists a folder; class folders are listed by Spark's tasks, in parallel. */
  static ImageListing of(Workplace work, String what, String text) throws IOException {
    return of(work, what, text, null);
  }

  /** Lists those class folders whose names are given. */
  static ImageListing of(Workplace work, String what, String text, Set<String> only)
      throws IOException {
    Path root = work.store().path(text);
    if (!work.store().require(what, root).isDirectory()) {
      throw new UserException("Cannot list %s %s: it is not a folder".formatted(what, root));
    }
    List<String> classes = new ArrayList<>();
    for (FileStatus status : work.store().list(root)) {
      String name = status.getPath().getName();
      if (status.isDirectory() && (only == null || only.contains(name))) {
        classes.add(name);
      }
    }
    if (classes.isEmpty()) {
      throw new UserException(
          "Cannot list %s %s: it has no class folders%s"
              .formatted(what, root, only == null ? "" : " named as those of the other set"));
    }
    work.describe("list images of " + root);
    List<String> files =
        JavaSparkContext.fromSparkContext(work.spark().sparkContext())
            .parallelize(classes, Math.min(classes.size(), 8 * work.slots()))
            .flatMap(new ListClass(root.toString(), work.configuration()))
            .collect();
    return new ImageListing(root, ImageFolder.number(root.toString(), classes, files));
  }

  private static final class ListClass implements FlatMapFunction<String, String> {
    private static final long serialVersionUID = 1L;
    private final String root;
    private final Broadcast<SerializableConfiguration> configuration;

    ListClass(String root, Broadcast<SerializableConfiguration> configuration) {
      this.root = root;
      this.configuration = configuration;
    }

    @Override
    public Iterator<String> call(String className) throws IOException {
      Path folder = new Path(root + "/" + className);
      FileSystem system = new Store(configuration.value().value()).system(folder);
      List<String> files = new ArrayList<>();
      list(system, folder, className, files);
      return files.iterator();
    }

    private static void list(FileSystem system, Path folder, String name, List<String> into)
        throws IOException {
      for (FileStatus status : system.listStatus(folder)) {
        String inside = name + "/" + status.getPath().getName();
        if (status.isDirectory()) {
          list(system, status.getPath(), inside, into);
        } else if (ImageFolder.isImageName(inside)) {
          into.add(inside);
        }
      }
    }
  }

  int size() {
    return images.size();
  }

  Set<String> classNames() {
    return images.stream().map(ImageRef::className).collect(Collectors.toSet());
  }

  /** Columns X_id, X_path, X_class, where X is the prefix. */
  Dataset<Row> dataset(Workplace work, String prefix) {
    StructType schema =
        new StructType()
            .add(prefix + "_id", DataTypes.IntegerType, false)
            .add(prefix + "_path", DataTypes.StringType, false)
            .add(prefix + "_class", DataTypes.StringType, false);
    List<Row> rows =
        images.stream()
            .map(image -> RowFactory.create(image.id(), image.path(), image.className()))
            .toList();
    return work.spark()
        .createDataFrame(
            JavaSparkContext.fromSparkContext(work.spark().sparkContext())
                .parallelize(rows, Math.max(1, work.slots())),
            schema);
  }
}
