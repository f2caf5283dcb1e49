package dev.chmcorr.job.listing;

import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.listing.Numbering.Found;
import dev.chmcorr.job.lists.ClassList;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.lists.ListEntry;
import dev.chmcorr.job.lists.ListFiles;
import dev.chmcorr.job.lists.ListFormat;
import dev.chmcorr.job.lists.ListReader;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * The images that a list names, wherever they lie.
 *
 * @param input what the user named
 * @param base folder that the images are named from
 * @param entries of the set with paths in full, in the list's order
 */
public record ImageList(ImageInput input, Path base, List<ListEntry> entries) implements Listable {
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

  /** Checks that classes are known where they have to be. */
  public ImageList {
    List<ListEntry> without = entries.stream().filter(e -> e.className() == null).toList();
    if (input.set() == Split.GALLERY && !without.isEmpty()) {
      throw new UserException(
          "Cannot use %s %s: %d of its %s %s no class, the first in %s; --label-column names the column"
              .formatted(
                  input.what(),
                  input.root(),
                  without.size(),
                  Texts.count(entries.size(), "image"),
                  Texts.verb(without.size(), "has", "have"),
                  without.get(0).where()));
    }
  }

  /** The images that the lists of a set name. */
  public static ImageList read(JobContext context, ImageInput input, InputOptions options)
      throws IOException {
    List<ListEntry> entries = new ArrayList<>();
    ListReader.Columns columns = null;
    for (Path file : input.files()) {
      context.store().require(input.what(), file);
      ListReader.Read read =
          new ListReader(file, options, input.set())
              .read(ListFiles.rows(context.store(), file, options.names()));
      columns = read.columns();
      read.entries().forEach(entry -> entries.add(inFull(file, entry)));
    }
    context
        .console()
        .stage(
            "list: %s of %s, %s",
            Texts.count(entries.size(), "image"), input.root(), columns.text());
    return named(context.store(), options, new ImageList(input, base(input), entries));
  }

  /** With a path that starts from the list's folder if it is relative. */
  public static ListEntry inFull(Path list, ListEntry entry) {
    try {
      return entry.withPath(path(list.getParent(), entry.path()));
    } catch (IllegalArgumentException e) {
      throw new UserException(
          "Cannot read list %s: %s is no path (%s)"
              .formatted(list, ListFormat.shown(entry.path()), entry.where()),
          e);
    }
  }

  private static Path base(ImageInput input) {
    return input.files().get(0).getParent();
  }

  /** The images with names for classes that are numbers, if a file has them. */
  public static ImageList named(Storage store, InputOptions options, ImageList list)
      throws IOException {
    String classes = options.lists().classList();
    return classes == null ? list : list.named(ListFiles.classList(store, classes));
  }

  /** The same with names for classes that are numbers. */
  public ImageList named(ClassList names) {
    Set<String> labels = new HashSet<>();
    entries.stream().map(ListEntry::className).filter(Objects::nonNull).forEach(labels::add);
    Map<String, String> byLabel = names.names(labels);
    return new ImageList(
        input,
        base,
        entries.stream().map(entry -> entry.withClass(byLabel.get(entry.className()))).toList());
  }

  @Override
  public ImageListing list(JobContext context, Set<String> only) {
    Map<String, ListEntry> byPath =
        byPath(context, WindowsPaths.resolved(context, entries, input.root().getName()));
    if (only != null) {
      byPath.values().removeIf(entry -> !only.contains(entry.className()));
      if (byPath.isEmpty()) {
        throw RootCheck.noneOf(input, only);
      }
    }
    checkSystems(context, byPath.keySet());
    Map<String, FileVersion> versions = FileVersions.find(context, List.copyOf(byPath.keySet()));
    sayMissing(context, byPath, versions);
    List<Found> found = new ArrayList<>(byPath.size());
    byPath.forEach(
        (path, entry) ->
            found.add(
                new Found(
                    entry.className(), path, versions.getOrDefault(path, FileVersion.UNKNOWN))));
    return Numbering.number(base, input.source(), found);
  }

  /** Makes sure that the file systems of all paths are known here. */
  private static void checkSystems(JobContext context, Set<String> paths) {
    Map<String, String> byScheme = new TreeMap<>();
    paths.forEach(path -> byScheme.putIfAbsent(path.substring(0, path.indexOf(':')), path));
    byScheme.values().forEach(path -> context.store().path(path));
  }

  /** A path that is named twice is one image. */
  private Map<String, ListEntry> byPath(JobContext context, List<ListEntry> entries) {
    Map<String, ListEntry> byPath = new LinkedHashMap<>();
    int repeated = 0;
    for (ListEntry entry : entries) {
      ListEntry earlier = byPath.putIfAbsent(entry.path(), entry);
      if (earlier != null) {
        repeated++;
        if (!Objects.equals(earlier.className(), entry.className())) {
          throw unusable(
              "%s and %s give %s two classes, %s and %s"
                  .formatted(
                      earlier.where(),
                      entry.where(),
                      ListFormat.shown(entry.path()),
                      ListFormat.shown(earlier.className()),
                      ListFormat.shown(entry.className())));
        }
      }
    }
    if (repeated > 0) {
      context
          .console()
          .warn(
              "%s of %s %s an image again; it counts once",
              Texts.count(repeated, "line"), input.root(), Texts.verb(repeated, "names", "name"));
    }
    return byPath;
  }

  /**
   * A path in full.
   *
   * @param base folder that relative paths start from
   * @param text relative, absolute, or with a scheme
   * @throws IllegalArgumentException if it is none
   */
  static String path(Path base, String text) {
    if (SCHEME.matcher(text).matches()) {
      return new Path(text).toString();
    }
    String root = base.toString();
    if (text.startsWith("/")) {
      String path = base.toUri().getPath();
      // Path.toString does not escape; what comes before its path is scheme and authority.
      return new Path(root.substring(0, root.length() - path.length()) + text).toString();
    }
    return new Path(root.endsWith("/") ? root + text : root + "/" + text).toString();
  }

  private void sayMissing(
      JobContext context, Map<String, ListEntry> byPath, Map<String, FileVersion> versions) {
    Collection<String> missing =
        byPath.keySet().stream().filter(path -> !versions.containsKey(path)).toList();
    if (missing.isEmpty()) {
      return;
    }
    String first = missing.iterator().next();
    String which = "%s (%s)".formatted(ListFormat.shown(first), byPath.get(first).where());
    if (missing.size() == byPath.size()) {
      throw unusable(
          "none of its %s is there, such as %s; paths are absolute or start from the list's folder%s"
              .formatted(Texts.count(byPath.size(), "file"), which, WindowsPaths.hint(first)));
    }
    context
        .console()
        .warn(
            "%d of %s of %s %s not there, such as %s: counted as images that cannot be read",
            missing.size(),
            Texts.count(byPath.size(), "file"),
            input.root(),
            Texts.verb(missing.size(), "is", "are"),
            which);
  }

  private UserException unusable(String why) {
    return new UserException("Cannot list %s %s: %s".formatted(input.what(), input.root(), why));
  }
}
