package dev.chmcorr.job.shards;

import dev.chmcorr.domain.CodePointOrder;
import dev.chmcorr.domain.ImageFile;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.PassedOver;
import dev.chmcorr.domain.PassedOver.Why;
import dev.chmcorr.domain.Printable;
import dev.chmcorr.domain.ShardLocation;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.folder.ImageFolder;
import dev.chmcorr.image.folder.Roots;
import dev.chmcorr.job.listing.FoundFiles;
import dev.chmcorr.job.listing.ImageInput;
import dev.chmcorr.job.listing.ImageListing;
import dev.chmcorr.job.listing.Numbering;
import dev.chmcorr.job.listing.PassedOverLines;
import dev.chmcorr.job.listing.RootCheck;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.shards.ShardScan.Hidden;
import dev.chmcorr.shard.ShardImages;
import dev.chmcorr.shard.ShardLabels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/**
 * Lists the images of tar shards as if they had been unpacked into class folders. Of each image the
 * driver has its {@link ShardLocation} and version, from {@link ShardScan}.
 */
final class ShardListing {
  private static final int MAX_SHOWN = 200;
  private static final Comparator<String> BY_NUMBER = Comparator.comparingLong(Long::parseLong);

  private final JobContext context;
  private final ImageInput input;
  private final InputOptions options;
  private final Set<String> only;
  private final PassedOver passedOver = new PassedOver();

  /**
   * @param only names of the classes to list, or null for all
   */
  ShardListing(JobContext context, ImageInput input, InputOptions options, Set<String> only) {
    this.context = context;
    this.input = input;
    this.options = options;
    this.only = only;
  }

  /** The images of a user's shards. */
  ImageListing ofShards(TarLabels labels) {
    List<Path> shards = input.files();
    ShardLabels where =
        options.lists().areElsewhere(input.set())
            ? ShardLabels.ELSEWHERE
            : ShardLabels.inField(options.columns().label());
    List<Row> scanned =
        new ShardScan(context, input, options.names(), where).scan(shards, Hidden.IN_PATHS);
    passedOver(scanned);
    PassedOverLines.say(context.console(), input.what(), passedOver);
    return ofShards(scanned, labels);
  }

  /**
   * The images of shards whose headers have been read.
   *
   * @param scanned a {@link ShardScan#row} for each
   */
  ImageListing ofShards(List<Row> scanned, TarLabels labels) {
    List<Path> shards = input.files();
    ShardImages.Layout layout = layout(shards, scanned);
    List<ImageFile> images = images(scanned);
    Map<String, String> versions = versions(shards, scanned);
    return switch (layout) {
      case EMPTY -> throw unusable("there are no images in it" + hiddenOnes());
      case FOLDERS -> number(unwrapped(images), CodePointOrder.COMPARATOR, versions);
      case LABELS -> numberLabelled(labels.named(images, input.set()), versions);
      case FLAT -> number(said(images), CodePointOrder.COMPARATOR, versions);
      case UNLABELLED -> unlabelled(labels.labelled(images, context.console()), versions);
    };
  }

  private ImageListing numberLabelled(List<ImageFile> images, Map<String, String> versions) {
    return number(images, labelOrder(images), versions);
  }

  /** Whose tars are no classes sees it here. */
  private List<ImageFile> said(List<ImageFile> images) {
    List<String> classes =
        images.stream().map(ShardListing::className).distinct().sorted().toList();
    context
        .console()
        .stage(
            "list: %s: images begin with the names of their tars, which are the classes (%s%s)",
            input.what(),
            Printable.of(String.join(", ", classes.subList(0, Math.min(3, classes.size()))), 100),
            classes.size() > 3 ? ", ..." : "");
    return images;
  }

  /** Queries need no labels. */
  private ImageListing unlabelled(List<Numbering.Labelled> images, Map<String, String> versions) {
    if (input.set() == Split.GALLERY) {
      throw unusable(
          "its %s %s no labels: they lie in no class folders and have no KEY.cls beside them%s; only a tar that is named as a class and whose images begin with its name, as n01440764.tar with n01440764_18.JPEG, is taken for one"
              .formatted(
                  Texts.count(images.size(), "image"),
                  Texts.verb(images.size(), "has", "have"),
                  others()));
    }
    List<ImageRef> refs = Numbering.members(images);
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
    String field = options.columns().label();
    return there
        + (field == null
            ? ", nor is a field of KEY.json named by --label-column"
            : ", nor has a KEY.json the field "
                + Printable.of(field, MAX_SHOWN)
                + " of --label-column");
  }

  private void passedOver(List<Row> scanned) {
    scanned.forEach(shard -> FoundFiles.addTo(passedOver, shard.getStruct(3)));
  }

  /** The images of a table's shards. */
  ImageListing ofTable(TableUnpacker.Unpacked table) {
    List<Row> scanned =
        new ShardScan(context, input, options.names(), ShardLabels.inField(null))
            .scan(table.shards(), Hidden.WITHIN_CLASSES);
    passedOver(scanned);
    PassedOverLines.say(context.console(), input.what(), passedOver);
    return number(
        images(scanned),
        table.numbered() ? BY_NUMBER : CodePointOrder.COMPARATOR,
        versions(table.shards(), scanned));
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
        throw RootCheck.noneOf(input, only);
      }
    }
    ImageFolder folder =
        new ImageFolder(input.root().toString(), ShardLocation::nameStart, order)
            .with(options.names().endings());
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
    String wrapper = wrapper(RootCheck.names(images, ShardLocation::nameStart));
    if (!wrapper.isEmpty()) {
      context
          .console()
          .stage(
              "list: %s: all images lie in %s, whose folders are the classes",
              input.what(), Printable.of(wrapper, MAX_SHOWN));
      images.replaceAll(image -> without(wrapper, image));
    }
    if (!options.files().foldersAreClasses()) {
      RootCheck.checkTars(input, RootCheck.names(images, ShardLocation::nameStart));
    }
    return images;
  }

  /** As of folders: a gallery has more than one class; of queries only a name tells. */
  private String wrapper(List<String> names) {
    String wrapper = Roots.wrapper(names);
    if (input.set() == Split.GALLERY) {
      return wrapper;
    }
    String last = wrapper.isEmpty() ? "" : wrapper.substring(0, wrapper.length() - 1);
    while (!last.isEmpty() && !Roots.isNoClass(last.substring(last.lastIndexOf('/') + 1))) {
      last = last.substring(0, Math.max(0, last.lastIndexOf('/')));
    }
    return last.isEmpty() ? "" : last + "/";
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
