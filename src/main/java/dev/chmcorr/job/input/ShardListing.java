package dev.chmcorr.job.input;

import dev.chmcorr.domain.CodePointOrder;
import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.HiddenFiles;
import dev.chmcorr.domain.ImageFile;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.PassedOver;
import dev.chmcorr.domain.PassedOver.Why;
import dev.chmcorr.domain.Printable;
import dev.chmcorr.domain.ShardLocation;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.ImageFolder;
import dev.chmcorr.image.ImageNames;
import dev.chmcorr.image.Roots;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.shard.Shard;
import dev.chmcorr.shard.ShardImages;
import dev.chmcorr.shard.ShardNames;
import dev.chmcorr.shard.ShardReader;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Lists the images of tar shards as if they had been unpacked into class folders. Spark's tasks
 * read the headers, a shard each; the driver gets of each image its {@link ShardLocation} and
 * version.
 */
final class ShardListing {
  private static final int MAX_SHOWN = 200;
  private static final Comparator<String> BY_NUMBER = Comparator.comparingLong(Long::parseLong);

  private final JobContext context;
  private final ImageInput input;
  private final ImageNames names;
  private final String labelField;
  private final Set<String> only;
  private final PassedOver passedOver = new PassedOver();

  /**
   * @param only names of the classes to list, or null for all
   */
  ShardListing(JobContext context, ImageInput input, InputOptions options, Set<String> only) {
    this.context = context;
    this.input = input;
    this.names = options.names();
    this.labelField = options.columns().label();
    this.only = only;
  }

  /** The images of a user's shards. */
  ImageListing ofShards(List<Path> shards) {
    List<Row> scanned = scan(shards, Hidden.IN_PATHS);
    passedOver(scanned);
    PassedOverLines.say(context.console(), input.what(), passedOver);
    return ofShards(shards, scanned);
  }

  /**
   * The images of shards whose headers have been read.
   *
   * @param scanned a {@link #row} for each
   */
  ImageListing ofShards(List<Path> shards, List<Row> scanned) {
    ShardImages.Layout layout = layout(shards, scanned);
    List<ImageFile> images = images(scanned);
    Map<String, String> versions = versions(shards, scanned);
    return switch (layout) {
      case EMPTY -> throw unusable("there are no images in it" + hiddenOnes());
      case FOLDERS -> number(unwrapped(images), CodePointOrder.COMPARATOR, versions);
      case LABELS -> number(images, labelOrder(images), versions);
      case FLAT -> number(images, CodePointOrder.COMPARATOR, versions);
      case UNLABELLED -> unlabelled(images, versions);
    };
  }

  /** Queries need no labels. */
  private ImageListing unlabelled(List<ImageFile> images, Map<String, String> versions) {
    if (input.set() == Split.GALLERY) {
      throw unusable(
          "its %s %s no labels: they lie in no class folders and have no KEY.cls beside them%s; only a tar that is named as a class and whose images begin with its name, as n01440764.tar with n01440764_18.JPEG, is taken for one"
              .formatted(
                  Texts.count(images.size(), "image"),
                  Texts.verb(images.size(), "has", "have"),
                  others()));
    }
    List<ImageRef> refs = Numbering.unlabelled(images);
    Set<String> seen = new HashSet<>();
    for (ImageRef image : refs) {
      String name = image.path().substring(ShardLocation.nameStart(image.path()));
      if (!seen.add(name)) {
        throw unusable("two images have the name " + Printable.of(name, MAX_SHOWN));
      }
    }
    return new ImageListing(input.root(), refs, versions).beside(passedOver);
  }

  private String hiddenOnes() {
    long hidden = passedOver.count(Why.HIDDEN_IMAGE);
    return hidden == 0 ? "" : " but %d hidden ones (--hidden-files keep)".formatted(hidden);
  }

  private String others() {
    String endings = String.join(", ", passedOver.endings().keySet());
    String there = endings.isEmpty() ? "" : " (there are files %s)".formatted(endings);
    if (!passedOver.endings().containsKey(".json")) {
      return there;
    }
    return there
        + (labelField == null
            ? ", nor is a field of KEY.json named by --label-column"
            : ", nor has a KEY.json the field "
                + Printable.of(labelField, MAX_SHOWN)
                + " of --label-column");
  }

  private void passedOver(List<Row> scanned) {
    scanned.forEach(shard -> FoundFiles.addTo(passedOver, shard.getStruct(3)));
  }

  /** The images of a table's shards. */
  ImageListing ofTable(TableUnpacker.Unpacked table) {
    List<Row> scanned = scan(table.shards(), Hidden.WITHIN_CLASSES);
    passedOver(scanned);
    PassedOverLines.say(context.console(), input.what(), passedOver);
    return number(
        images(scanned),
        table.numbered() ? BY_NUMBER : CodePointOrder.COMPARATOR,
        versions(table.shards(), scanned));
  }

  /** Which part of a member's name may make it a hidden file. */
  private enum Hidden {
    IN_PATHS,
    /** The first part is a label, which may be any text. */
    WITHIN_CLASSES;

    ShardNames of(ImageNames names, String labelField) {
      HiddenFiles hidden = names.hidden();
      return this == IN_PATHS
          ? new ShardNames(names::isImage, hidden::passesOverPath, labelField)
          : new ShardNames(
              names::isImage, name -> hidden.passesOverPath(name.substring(name.indexOf('/') + 1)));
    }
  }

  private List<Row> scan(List<Path> shards, Hidden hidden) {
    context.console().stage("list: reading the headers of %s", Texts.count(shards.size(), "tar"));
    context.describe("list images of " + input.root());
    ListingProgress progress = new ListingProgress(context, "list", "tars");
    List<String> paths = shards.stream().map(Path::toString).toList();
    return progress.collect(
        context.console(),
        JavaSparkContext.fromSparkContext(context.spark().sparkContext())
            .parallelize(paths, ListingProgress.tasks(paths.size(), context.slots()))
            .map(new ScanShard(this, hidden, progress)),
        paths.size());
  }

  private static final class ScanShard implements Function<String, Row> {
    private static final long serialVersionUID = 1L;
    private final ImageNames names;
    private final String labelField;
    private final Hidden hidden;
    private final Broadcast<SerializableConfiguration> configuration;
    private final ListingProgress progress;

    ScanShard(ShardListing listing, Hidden hidden, ListingProgress progress) {
      this.names = listing.names;
      this.labelField = listing.labelField;
      this.hidden = hidden;
      this.configuration = listing.context.configuration();
      this.progress = progress;
    }

    @Override
    public Row call(String text) throws IOException {
      Storage store = new Storage(configuration.value().value());
      Path path = new Path(text);
      FileStatus status = store.require("shard", path);
      try (FSDataInputStream in = store.openForward(path)) {
        Shard shard =
            new Shard(
                text,
                status.getLen(),
                (position, into) -> {
                  in.seek(position);
                  in.readFully(into);
                });
        ShardImages images = ShardReader.read(shard, hidden.of(names, labelField));
        progress.found(images.images().size());
        return row(images, Storage.version(status), status.getModificationTime());
      }
    }
  }

  /** What a task sends back of a shard. */
  static Row row(ShardImages images, String version, long modified) {
    List<ImageFile> files =
        images.images().stream()
            .map(image -> new ImageFile(image.toString(), new FileVersion(image.size(), modified)))
            .toList();
    return RowFactory.create(
        images.layout().name(),
        FoundFiles.row(files),
        version,
        FoundFiles.row(images.passedOver()));
  }

  private ShardImages.Layout layout(List<Path> shards, List<Row> scanned) {
    ShardImages.Layout common = ShardImages.Layout.EMPTY;
    Path first = null;
    for (int i = 0; i < scanned.size(); i++) {
      ShardImages.Layout layout = ShardImages.Layout.valueOf(scanned.get(i).getString(0));
      if (common == ShardImages.Layout.EMPTY) {
        common = layout;
        first = shards.get(i);
      } else if (layout != common && layout != ShardImages.Layout.EMPTY) {
        throw unusable(
            "%s has %s, %s has %s".formatted(first, common.text(), shards.get(i), layout.text()));
      }
    }
    return common;
  }

  private static List<ImageFile> images(List<Row> scanned) {
    List<ImageFile> images = new ArrayList<>();
    scanned.forEach(shard -> images.addAll(FoundFiles.of(shard.getStruct(1))));
    return images;
  }

  private static Map<String, String> versions(List<Path> shards, List<Row> scanned) {
    Map<String, String> versions = new HashMap<>();
    for (int i = 0; i < scanned.size(); i++) {
      versions.put(shards.get(i).toString(), scanned.get(i).getString(2));
    }
    return versions;
  }

  private ImageListing number(
      List<ImageFile> images, Comparator<String> order, Map<String, String> versions) {
    if (only != null) {
      images.removeIf(image -> !only.contains(className(image)));
      if (images.isEmpty()) {
        throw unusable("it has no classes named as those of the other set");
      }
    }
    ImageFolder folder =
        new ImageFolder(input.root().toString(), ShardLocation::nameStart, order)
            .with(names.endings());
    return new ImageListing(input.root(), folder.number(List.of(), images), versions)
        .beside(passedOver);
  }

  private static Comparator<String> labelOrder(List<ImageFile> images) {
    boolean numbers = images.stream().allMatch(image -> className(image).matches("-?\\d{1,18}"));
    return numbers ? BY_NUMBER : CodePointOrder.COMPARATOR;
  }

  private static String className(ImageFile image) {
    String location = image.path();
    int start = ShardLocation.nameStart(location);
    return location.substring(start, location.indexOf('/', start));
  }

  /** Takes away the folders around all class folders, as in a tar of the folder train itself. */
  private List<ImageFile> unwrapped(List<ImageFile> images) {
    String wrapper = Roots.wrapper(RootCheck.names(images, ShardLocation::nameStart));
    if (!wrapper.isEmpty()) {
      context
          .console()
          .stage(
              "list: %s: all images lie in %s, whose folders are the classes",
              input.what(), Printable.of(wrapper, MAX_SHOWN));
      images.replaceAll(image -> without(wrapper, image));
    }
    RootCheck.checkTars(context, input, RootCheck.names(images, ShardLocation::nameStart));
    return images;
  }

  private static ImageFile without(String wrapper, ImageFile image) {
    String location = image.path();
    int start = ShardLocation.nameStart(location);
    return new ImageFile(
        location.substring(0, start) + location.substring(start + wrapper.length()),
        image.version());
  }

  private UserException unusable(String reason) {
    return new UserException("Cannot list %s %s: %s".formatted(input.what(), input.root(), reason));
  }
}
