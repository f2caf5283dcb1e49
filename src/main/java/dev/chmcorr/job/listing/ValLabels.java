package dev.chmcorr.job.listing;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.folder.ImageNames;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.lists.ClassList;
import dev.chmcorr.job.lists.ImageKeys;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.lists.ListEntry;
import dev.chmcorr.job.lists.ListFiles;
import dev.chmcorr.job.lists.ListFormat;
import dev.chmcorr.job.lists.ListReader;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * A file that has the classes of images which lie in one folder, or in tars: a list of names and
 * classes, or ILSVRC's ground truth, of which line n is the class of the image whose name ends with
 * number n.
 */
public final class ValLabels {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  private final String file;
  private final List<ListEntry> entries;
  private final boolean numbers;
  private final ImageNames imageNames;

  private ValLabels(String file, List<ListEntry> entries, boolean numbers, ImageNames imageNames) {
    this.file = file;
    this.entries = entries;
    this.numbers = numbers;
    this.imageNames = imageNames;
  }

  /** Reads the file; null if the options name none. */
  public static ValLabels read(Storage store, ImageInput input, InputOptions options)
      throws IOException {
    if (!options.lists().hasValLabels()) {
      return null;
    }
    String text = options.lists().valLabels();
    Path path = store.path(text);
    store.require("--val-labels", path);
    if (ListFormat.of(path.getName()) == null) {
      throw new UserException(
          "Cannot read --val-labels %s: it is no list (%s)".formatted(path, ListFormat.ENDINGS));
    }
    ValLabels labels = groundTruth(path, ListFiles.lines(store, path), options.names());
    if (labels == null) {
      labels =
          new ValLabels(
              path.toString(),
              new ListReader(path, options, input.set())
                  .read(ListFiles.rows(store, path, options.names()))
                  .entries(),
              false,
              options.names());
    }
    String classes = options.lists().classList();
    return classes == null ? labels : labels.named(ListFiles.classList(store, classes));
  }

  private static ValLabels groundTruth(Path file, List<String> lines, ImageNames names) {
    List<ListEntry> entries = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String number = lines.get(i).strip();
      if (number.isEmpty()) {
        continue;
      }
      if (!NUMBER.matcher(number).matches()) {
        return null;
      }
      entries.add(new ListEntry(file.getName(), i + 1, String.valueOf(entries.size() + 1), number));
    }
    return entries.isEmpty() ? null : new ValLabels(file.toString(), entries, true, names);
  }

  private ValLabels named(ClassList classes) {
    HashSet<String> labels = new HashSet<>();
    entries.stream().map(ListEntry::className).filter(c -> c != null).forEach(labels::add);
    Map<String, String> names = numbers ? classes.namesFromOne(labels) : classes.names(labels);
    return new ValLabels(
        file,
        entries.stream().map(entry -> entry.withClass(names.get(entry.className()))).toList(),
        numbers,
        imageNames);
  }

  /**
   * The classes of images, as far as the file has them.
   *
   * @param names of the images below their folder
   * @throws UserException if it has none at all, or two for one image
   */
  public Map<String, String> classes(Collection<String> names, Console console) {
    Map<String, ListEntry> byName = numbers ? byNumber(names) : byName(names);
    Map<String, String> classes = new HashMap<>();
    byName.forEach((name, entry) -> classes.put(name, entry.className()));
    long labelled = classes.values().stream().filter(c -> c != null).count();
    int unused = entries.size() - byName.size();
    if (labelled == 0) {
      throw unusable(
          "none of its %s fits one of %s, such as %s"
              .formatted(
                  Texts.count(entries.size(), "line"),
                  Texts.count(names.size(), "image"),
                  ListFormat.shown(names.iterator().next())));
    }
    if (labelled < names.size()) {
      console.warn(
          "%d of %s %s no class in %s: not judged",
          names.size() - labelled,
          Texts.count(names.size(), "image"),
          Texts.verb(names.size() - labelled, "has", "have"),
          file);
    }
    if (unused > 0) {
      console.warn(
          "%d of %s of %s %s no image",
          unused, Texts.count(entries.size(), "line"), file, Texts.verb(unused, "fits", "fit"));
    }
    return classes;
  }

  private Map<String, ListEntry> byNumber(Collection<String> names) {
    Map<String, ListEntry> byName = new LinkedHashMap<>();
    HashSet<Integer> taken = new HashSet<>();
    for (String name : names) {
      int number = ImageKeys.number(name).orElse(0);
      if (number < 1 || number > entries.size() || !taken.add(number)) {
        throw unusable(
            "line n is of the image whose name ends with number n (1..%d, each once), but there is %s"
                .formatted(entries.size(), ListFormat.shown(name)));
      }
      byName.put(name, entries.get(number - 1));
    }
    return byName;
  }

  private Map<String, ListEntry> byName(Collection<String> names) {
    ImageKeys keys = new ImageKeys(names, imageNames);
    Map<String, ListEntry> byName = new LinkedHashMap<>();
    for (ListEntry entry : entries) {
      String name = keys.find(entry, this::unusable);
      ListEntry earlier = name == null ? null : byName.putIfAbsent(name, entry);
      if (earlier != null) {
        throw unusable(
            "%s and %s are of one image, %s"
                .formatted(earlier.where(), entry.where(), ListFormat.shown(name)));
      }
    }
    return byName;
  }

  private UserException unusable(String why) {
    return new UserException("Cannot use --val-labels %s: %s".formatted(file, why));
  }
}
