package dev.chmcorr.job.input;

import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.folder.ImageNames;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.listing.ImageInput;
import dev.chmcorr.job.listing.ImageListing;
import dev.chmcorr.job.listing.Numbering;
import dev.chmcorr.job.lists.ImageKeys;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.lists.ListEntry;
import dev.chmcorr.job.lists.ListFiles;
import dev.chmcorr.job.lists.ListFormat;
import dev.chmcorr.job.lists.ListReader;
import dev.chmcorr.job.run.JobContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;

/**
 * A list of images and classes that replace those which the images' folders give them. Images that
 * are not in it keep theirs, and all keep their ids: those of the folders.
 */
final class Relabelling {
  private final Console console;
  private final String file;
  private final List<ListEntry> entries;
  private final ImageNames imageNames;
  private final Set<ListEntry> used = new HashSet<>();

  private Relabelling(
      Console console, String file, List<ListEntry> entries, ImageNames imageNames) {
    this.console = console;
    this.file = file;
    this.entries = entries;
    this.imageNames = imageNames;
  }

  /**
   * Reads the list; one that changes nothing if the options name none.
   *
   * @param sets that are relabelled
   */
  static Relabelling read(JobContext context, DataOptions data, List<ImageInput> sets)
      throws IOException {
    InputOptions options = data.input();
    String text = options.labels().relabel();
    if (text == null) {
      return new Relabelling(context.console(), null, List.of(), options.names());
    }
    for (ImageInput set : sets) {
      if (set.hasColumns()) {
        throw new UserException(
            "Unsupported --relabel %s: %s has the classes of its images in rows; change them there"
                .formatted(text, set.source()));
      }
    }
    if (data.classes() == GalleryClasses.OF_VAL) {
      throw new UserException(
          "Unsupported --relabel %s: --classes-of-val chooses folders, whose images it changes the classes of; give a list of the wanted ones as --train"
              .formatted(text));
    }
    Path file = context.store().path(text);
    context.store().require("--relabel", file);
    if (ListFormat.of(file.getName()) == null) {
      throw new UserException(
          "Cannot read --relabel %s: it is no list (%s)".formatted(file, ListFormat.ENDINGS));
    }
    return new Relabelling(
        context.console(),
        file.toString(),
        new ListReader(file, InputOptions.DEFAULT, Split.QUERY)
            .read(ListFiles.rows(context.store(), file, options.names()))
            .entries(),
        options.names());
  }

  /** The images with the classes that the list gives them. */
  ImageListing of(ImageListing listing) {
    if (entries.isEmpty()) {
      return listing;
    }
    Map<String, ListEntry> byName = new HashMap<>();
    ImageKeys keys =
        new ImageKeys(listing.images().stream().map(listing::name).toList(), imageNames);
    for (ListEntry entry : entries) {
      String name = entry.className() == null ? null : keys.find(entry, this::unusable);
      ListEntry earlier = name == null ? null : byName.putIfAbsent(name, entry);
      if (earlier != null && !earlier.className().equals(entry.className())) {
        throw unusable(
            "%s and %s are of one image, %s"
                .formatted(earlier.where(), entry.where(), ListFormat.shown(name)));
      }
    }
    used.addAll(byName.values());
    return byName.isEmpty() ? listing : said(listing, relabelled(listing, byName));
  }

  private ImageListing said(ImageListing before, ImageListing after) {
    long changed =
        IntStream.range(0, before.size())
            .filter(
                i ->
                    !Objects.equals(
                        before.images().get(i).className(), after.images().get(i).className()))
            .count();
    console.stage(
        "list: %s changes the class of %d of %s of %s",
        file, changed, Texts.count(before.size(), "image"), before.source());
    return after;
  }

  private static ImageListing relabelled(ImageListing listing, Map<String, ListEntry> byName) {
    List<String> classes = new ArrayList<>(listing.size());
    for (ImageRef image : listing.images()) {
      ListEntry entry = byName.get(listing.name(image));
      classes.add(entry == null ? image.className() : entry.className());
    }
    Set<String> all = new HashSet<>(classes);
    all.remove(null);
    TreeSet<String> sorted = new TreeSet<>(Numbering.order(all));
    sorted.addAll(all);
    Map<String, Integer> labels = new HashMap<>();
    sorted.forEach(name -> labels.put(name, labels.size()));
    List<ImageRef> images = new ArrayList<>(listing.size());
    for (ImageRef image : listing.images()) {
      String className = classes.get(image.id());
      int label = labels.getOrDefault(className, 0);
      images.add(new ImageRef(image.id(), image.path(), className, label, image.version()));
    }
    return listing.with(images);
  }

  /** Makes sure that every line was of an image of one of the sets. */
  void demandUsed() {
    for (ListEntry entry : entries) {
      if (entry.className() != null && !used.contains(entry)) {
        throw unusable(
            "%s is of no image: %s".formatted(entry.where(), ListFormat.shown(entry.path())));
      }
    }
  }

  private UserException unusable(String why) {
    return new UserException("Cannot use --relabel %s: %s".formatted(file, why));
  }
}
