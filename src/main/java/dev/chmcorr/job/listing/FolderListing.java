package dev.chmcorr.job.listing;

import dev.chmcorr.domain.ImageFile;
import dev.chmcorr.domain.PassedOver;
import dev.chmcorr.domain.PassedOver.Why;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.folder.ImageFolder;
import dev.chmcorr.image.folder.ImageNames;
import dev.chmcorr.job.lists.FileOptions;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.SerializableConfiguration;

/** Lists a folder of class folders, which Spark's tasks list in parallel. */
public final class FolderListing {
  private final JobContext context;
  private final ImageInput input;
  private final FileOptions options;
  private final ImageNames names;
  private final PassedOver passedOver = new PassedOver();

  private FolderListing(JobContext context, ImageInput input, FileOptions options) {
    this.context = context;
    this.input = input;
    this.options = options;
    this.names = options.names();
  }

  /**
   * The images in ImageFolder order.
   *
   * @param only class folders to list, or null for all
   */
  public static ImageListing of(
      JobContext context, ImageInput input, InputOptions options, Set<String> only)
      throws IOException {
    return new FolderListing(context, input, options.files()).list(only);
  }

  private ImageListing list(Set<String> only) throws IOException {
    Path root = input.root();
    List<String> classes = new ArrayList<>();
    for (FileStatus status : context.store().list(root)) {
      String name = status.getPath().getName();
      if (names.isHidden(name)) {
        new ClassWalk(context.store(), names, passedOver).hidden(status, name);
      } else if (status.isFile()) {
        stray(name);
      } else if (only == null || only.contains(name)) {
        classes.add(name);
      }
    }
    if (classes.isEmpty()) {
      PassedOverLines.say(context.console(), input.what(), passedOver);
      throw withoutClasses(root, only);
    }
    Map<String, List<ImageFile>> files = files(classes);
    PassedOverLines.say(context.console(), input.what(), passedOver);
    if (!options.foldersAreClasses()) {
      RootCheck.check(context, input, classes, names(files));
    }
    ImageFolder folder = ImageFolder.of(root.toString()).with(names.endings());
    return new ImageListing(root, ImageListing.packed(folder.number(files)), Map.of())
        .beside(passedOver);
  }

  private void stray(String name) {
    if (names.isImage(name)) {
      passedOver.add(Why.NO_CLASS, name);
    } else {
      passedOver.addEnding(name);
    }
  }

  private UserException withoutClasses(Path root, Set<String> only) {
    if (only != null) {
      return RootCheck.noneOf(input, only);
    }
    long images = passedOver.count(Why.NO_CLASS);
    return new UserException(
        "Cannot list %s %s: it has no class folders%s"
            .formatted(
                input.what(),
                root,
                images == 0
                    ? ""
                    : "; it holds %s itself: give the folder that holds a folder for each class, perhaps %s"
                        .formatted(Texts.count(images, "image"), root.getParent())));
  }

  /** The part class/file of each image's path. */
  private Iterable<String> names(Map<String, List<ImageFile>> files) {
    int start = folder(input.root().toString(), "").length();
    return () ->
        files.values().stream()
            .flatMap(List::stream)
            .map(file -> file.path().substring(start))
            .iterator();
  }

  private static String folder(String root, String className) {
    return root.endsWith("/") ? root + className : root + "/" + className;
  }

  /** The images of each class folder. */
  private Map<String, List<ImageFile>> files(List<String> classes) {
    Path root = input.root();
    context.describe("list images of " + root);
    ListingProgress progress = new ListingProgress(context, "list", "class folders");
    List<Row> found =
        progress.collect(
            context.console(),
            JavaSparkContext.fromSparkContext(context.spark().sparkContext())
                .parallelize(classes, ListingProgress.tasks(classes.size(), context.slots()))
                .map(new ListClass(root.toString(), names, context.configuration(), progress)),
            classes.size());
    Map<String, List<ImageFile>> files = new HashMap<>();
    for (int i = 0; i < classes.size(); i++) {
      files.put(classes.get(i), FoundFiles.of(found.get(i).getStruct(0)));
      FoundFiles.addTo(passedOver, found.get(i).getStruct(1));
    }
    return files;
  }

  /** Lists one class folder: rows of {@link FoundFiles}, of what is an image and what is not. */
  private static final class ListClass implements Function<String, Row> {
    private static final long serialVersionUID = 1L;
    private final String root;
    private final ImageNames names;
    private final Broadcast<SerializableConfiguration> configuration;
    private final ListingProgress progress;

    ListClass(
        String root,
        ImageNames names,
        Broadcast<SerializableConfiguration> configuration,
        ListingProgress progress) {
      this.root = root;
      this.names = names;
      this.configuration = configuration;
      this.progress = progress;
    }

    @Override
    public Row call(String className) throws IOException {
      String folder = folder(root, className);
      Storage store = new Storage(configuration.value().value());
      PassedOver passedOver = new PassedOver();
      ClassWalk walk = new ClassWalk(store, names, passedOver);
      walk.list(new Path(folder), folder, className);
      progress.found(walk.files().size());
      List<ImageFile> files = new ArrayList<>(walk.files());
      files.sort(Comparator.comparing(ImageFile::path));
      return RowFactory.create(FoundFiles.row(files), FoundFiles.row(passedOver));
    }
  }
}
