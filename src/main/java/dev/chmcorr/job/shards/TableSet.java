package dev.chmcorr.job.shards;

import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.listing.ImageInput;
import dev.chmcorr.job.listing.ImageListing;
import dev.chmcorr.job.listing.Listable;
import dev.chmcorr.job.listing.RootCheck;
import dev.chmcorr.job.listing.Unlabelled;
import dev.chmcorr.job.lists.ClassList;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.lists.ListFiles;
import dev.chmcorr.job.lists.ListFormat;
import dev.chmcorr.job.lists.ListOptions;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.shards.TableFooter.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A Parquet table of encoded images. Of whole-number classes that the table's files or a list name,
 * ids follow the numbers, as Hugging Face's library has them; they are those of the class folders
 * if the names were numbered in their order.
 */
public final class TableSet implements Listable {
  /** Of the names of classes, in a message. */
  private static final int SHOWN_NAMES = 5;

  /** Takes a slash's place in the shards, where a class is one part of a path. */
  static final String SLASH = "%2F";

  private final ImageInput input;
  private final ImageColumns columns;
  private final ClassList classList;
  private final TableUnpacker unpacker;
  private final InputOptions options;

  private TableSet(
      ImageInput input,
      ImageColumns columns,
      ClassList classList,
      TableUnpacker unpacker,
      InputOptions options) {
    this.options = options;
    this.input = input;
    this.columns = columns;
    this.classList = classList;
    this.unpacker = unpacker;
  }

  /**
   * Looks at a table: which columns it has, whether all files are alike and all images have
   * classes. One without images is a list.
   */
  public static Listable of(JobContext context, ImageInput input, InputOptions options)
      throws IOException {
    List<TableFooter> footers = TableFooters.read(context, input);
    if (footers.stream().mapToLong(TableFooter::rows).sum() == 0) {
      throw new UserException(
          "Cannot list %s %s: it is empty".formatted(input.what(), input.root()));
    }
    ImageColumns columns =
        common(input, ImageColumns.of(input, footers.get(0), options.columns()), footers);
    if (columns.image() == null) {
      return ParquetRows.list(context, input, options, footers.get(0));
    }
    if (options.unpack() == null) {
      throw new UserException(
          "Cannot list %s %s: this command reads no Parquet; give the tars that knn unpacked it to"
              .formatted(input.what(), input.root()));
    }
    if (columns.label() == null && input.set() == Split.GALLERY) {
      throw new UserException(
          "Cannot use table %s: no column is called class, label or the like; name it by --label-column; it has %s"
              .formatted(input.root(), ImageColumns.described(footers.get(0))));
    }
    String rows = options.lists().rows(input.set());
    if (rows != null && columns.split() == null) {
      throw new UserException(
          "Cannot use table %s: %s %s needs a column split; it has %s"
              .formatted(
                  input.root(),
                  ListOptions.rowsOption(input.set()),
                  rows,
                  ImageColumns.described(footers.get(0))));
    }
    context.console().stage("table: %s: %s", input.root(), columns.text());
    sayNulls(context, input, columns.image(), footers);
    return checked(context, input, options, columns);
  }

  private static TableSet checked(
      JobContext context, ImageInput input, InputOptions options, ImageColumns columns)
      throws IOException {
    String file = options.lists().classList();
    ClassList list = file == null ? null : ListFiles.classList(context.store(), file);
    TableUnpacker unpacker = new TableUnpacker(context, input, options, columns);
    TableSet set = new TableSet(input, columns, list, unpacker, options);
    if (!unpacker.isUnpacked()) {
      set.check(context, options.lists().rows(input.set()));
    }
    return set;
  }

  private void check(JobContext context, String rows) {
    TableCheck check = new TableCheck(context, input, columns);
    try {
      if (columns.split() != null) {
        check.checkSplits(unpacker.splits(), rows);
      }
      check.check(unpacker.named(), this::names);
    } catch (Exception e) {
      // Spark's exceptions are checked, and not declared.
      throw unpacker.unreadable(e);
    }
  }

  /** Makes sure that all files have the columns, and alike. */
  private static ImageColumns common(
      ImageInput input, ImageColumns columns, List<TableFooter> footers) {
    if (columns.label() != null) {
      checkNames(input, columns, footers);
    }
    ImageColumns common = columns;
    for (Field field : columns.fields()) {
      for (int i = 1; i < footers.size(); i++) {
        Field other = find(footers.get(i), field);
        String type = other == null ? "no such column" : other.type();
        if (type.equals(field.type())) {
          continue;
        }
        boolean isWhole = type.equals("bigint") || type.equals("int");
        boolean wasWhole = field.type().equals("bigint") || field.type().equals("int");
        if (!field.equals(columns.label()) || !isWhole || !wasWhole) {
          throw new UserException(
              "Cannot use table %s: its files differ: column %s is %s in %s, %s in %s"
                  .formatted(
                      input.root(),
                      field.name(),
                      field.type(),
                      input.files().get(0).getName(),
                      type,
                      input.files().get(i).getName()));
        }
        common = common.withLabel(new Field(field.parts(), "bigint", field.nulls()));
      }
    }
    return common;
  }

  /** The same number must not be one class in one file and another in the next. */
  private static void checkNames(
      ImageInput input, ImageColumns columns, List<TableFooter> footers) {
    List<String> label = columns.label().parts();
    List<String> first = TableFeatures.parse(footers.get(0).features()).classNames(label);
    for (int i = 1; i < footers.size(); i++) {
      List<String> other = TableFeatures.parse(footers.get(i).features()).classNames(label);
      if (!Objects.equals(first, other)) {
        throw new UserException(
            "Cannot use table %s: its files differ: the names of the classes in column %s are %s in %s, %s in %s"
                .formatted(
                    input.root(),
                    columns.label().name(),
                    shown(first),
                    input.files().get(0).getName(),
                    shown(other),
                    input.files().get(i).getName()));
      }
    }
  }

  private static String shown(List<String> names) {
    return names == null
        ? "missing"
        : names.stream()
            .limit(SHOWN_NAMES)
            .collect(Collectors.joining(", ", "", names.size() > SHOWN_NAMES ? ", ..." : ""));
  }

  private static Field find(TableFooter footer, Field field) {
    return footer.columns().stream()
        .filter(other -> other.parts().equals(field.parts()))
        .findFirst()
        .orElse(null);
  }

  private static void sayNulls(
      JobContext context, ImageInput input, Field image, List<TableFooter> footers) {
    long nulls =
        footers.stream().mapToLong(footer -> Math.max(0, find(footer, image).nulls())).sum();
    if (nulls > 0) {
      context
          .console()
          .warn(
              "%d of %s of %s %s no image in %s: counted as images that cannot be read",
              nulls,
              Texts.count(footers.stream().mapToLong(TableFooter::rows).sum(), "row"),
              input.root(),
              Texts.verb(nulls, "has", "have"),
              image.name());
    }
  }

  /** The names of classes as the table has them; null for -1 where numbers have names. */
  private Map<String, String> names(Set<String> labels) {
    if (classList != null) {
      return classList.names(labels);
    }
    Map<String, String> names = new HashMap<>();
    for (String label : labels) {
      names.put(label, columns.classNames() == null ? label : name(label));
    }
    return names;
  }

  private String name(String label) {
    if (label.equals("-1")) {
      return null;
    }
    try {
      return columns.classNames().get(Integer.parseInt(label));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new UserException(
          "Cannot use table %s: class %s has no name; its files name the classes 0 to %d"
              .formatted(input.root(), ListFormat.shown(label), columns.classNames().size() - 1),
          e);
    }
  }

  @Override
  public ImageListing list(JobContext context, Set<String> only) throws IOException {
    ImageListing raw = new ShardListing(context, input, options, null).ofTable(unpacker.run());
    Map<String, String> names = namesOfFolders(raw.classNames());
    List<ImageRef> labelled = new ArrayList<>();
    List<ImageRef> others = new ArrayList<>();
    for (ImageRef image : raw.images()) {
      String name = names.get(image.className());
      if (only == null || only.contains(name)) {
        (name == null ? others : labelled).add(image);
      }
    }
    if (labelled.isEmpty() && only != null) {
      throw RootCheck.noneOf(input, only);
    }
    if (input.set() == Split.GALLERY && !others.isEmpty()) {
      // It was unpacked for queries, of which none needs a class.
      new TableCheck(context, input, columns).check(unpacker.named(), this::names);
    }
    return new ImageListing(raw.root(), numbered(labelled, others, names), raw.shards())
        .beside(raw.passedOver());
  }

  private Map<String, String> namesOfFolders(Set<String> folders) {
    Map<String, String> labels =
        folders.stream()
            .filter(
                folder -> !folder.equals(Unlabelled.FOLDER) && !folder.equals(Unlabelled.NUMBER))
            .collect(Collectors.toMap(folder -> folder, folder -> folder.replace(SLASH, "/")));
    Map<String, String> names = names(Set.copyOf(labels.values()));
    Map<String, String> ofFolders = new HashMap<>();
    labels.forEach((folder, label) -> ofFolders.put(folder, names.get(label)));
    return ofFolders;
  }

  /** Gives ids, and labels among the classes that are there. */
  private static List<ImageRef> numbered(
      List<ImageRef> labelled, List<ImageRef> others, Map<String, String> names) {
    TreeSet<Integer> labels = new TreeSet<>();
    labelled.forEach(image -> labels.add(image.label()));
    Map<Integer, Integer> dense = new HashMap<>();
    labels.forEach(label -> dense.put(label, dense.size()));
    List<ImageRef> images = new ArrayList<>(labelled.size() + others.size());
    for (ImageRef image : labelled) {
      images.add(
          new ImageRef(
              images.size(),
              image.path(),
              names.get(image.className()),
              dense.get(image.label()),
              image.version()));
    }
    for (ImageRef image : others) {
      images.add(new ImageRef(images.size(), image.path(), null, 0, image.version()));
    }
    return images;
  }
}
