package dev.chmcorr.job.input;

import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.ImageFile;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.ImageFolder;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.store.LocalFolder;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;

/** Lists a folder of class folders, which Spark's tasks list in parallel. */
final class FolderListing {
  private FolderListing() {}

  /**
   * The images in ImageFolder order.
   *
   * @param only class folders to list, or null for all
   */
  static ImageListing of(JobContext context, ImageInput input, Set<String> only)
      throws IOException {
    Path root = input.root();
    List<String> classes = new ArrayList<>();
    for (FileStatus status : context.store().list(root)) {
      String name = status.getPath().getName();
      if (status.isDirectory() && (only == null || only.contains(name))) {
        classes.add(name);
      }
    }
    if (classes.isEmpty()) {
      throw new UserException(
          "Cannot list %s %s: it has no class folders%s"
              .formatted(
                  input.what(), root, only == null ? "" : " named as those of the other set"));
    }
    context.describe("list images of " + root);
    ListingProgress progress = new ListingProgress(context, "list", "class folders");
    List<Row> found =
        progress.collect(
            context.console(),
            JavaSparkContext.fromSparkContext(context.spark().sparkContext())
                .parallelize(classes, ListingProgress.tasks(classes.size(), context.slots()))
                .map(new ListClass(root.toString(), context.configuration(), progress)),
            classes.size());
    List<ImageFile> files = new ArrayList<>();
    found.forEach(folder -> files.addAll(FoundFiles.of(folder)));
    return new ImageListing(root, ImageFolder.of(root.toString()).number(classes, files), Map.of());
  }

  /** Lists one class folder: a row of {@link FoundFiles}. */
  private static final class ListClass implements Function<String, Row> {
    private static final long serialVersionUID = 1L;
    private final String root;
    private final Broadcast<SerializableConfiguration> configuration;
    private final ListingProgress progress;

    ListClass(
        String root, Broadcast<SerializableConfiguration> configuration, ListingProgress progress) {
      this.root = root;
      this.configuration = configuration;
      this.progress = progress;
    }

    @Override
    public Row call(String className) throws IOException {
      String folder = root.endsWith("/") ? root + className : root + "/" + className;
      FileSystem system = new Storage(configuration.value().value()).system(new Path(folder));
      List<ImageFile> files = new ArrayList<>();
      list(system, folder, files);
      progress.found(files.size());
      return FoundFiles.row(files);
    }

    private static void list(FileSystem system, String folder, List<ImageFile> into)
        throws IOException {
      Path path = new Path(folder);
      LocalFolder.refuseUndecodable(system, path, ImageFolder::isImageName);
      // torchvision counts links that lead nowhere: they keep their ids and end in the errors.
      for (String link : LocalFolder.danglingLinks(system, path)) {
        if (ImageFolder.isImageName(link)) {
          into.add(new ImageFile(folder + "/" + link, FileVersion.UNKNOWN));
        }
      }
      for (FileStatus status : system.listStatus(path)) {
        String inside = folder + "/" + status.getPath().getName();
        if (status.isDirectory()) {
          list(system, inside, into);
        } else if (ImageFolder.isImageName(inside)) {
          into.add(
              new ImageFile(
                  inside, new FileVersion(status.getLen(), status.getModificationTime())));
        }
      }
    }
  }
}
