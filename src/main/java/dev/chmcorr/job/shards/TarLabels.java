package dev.chmcorr.job.shards;

import dev.chmcorr.domain.ImageFile;
import dev.chmcorr.domain.ShardLocation;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.listing.ImageInput;
import dev.chmcorr.job.listing.Numbering;
import dev.chmcorr.job.listing.ValLabels;
import dev.chmcorr.job.lists.ClassList;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.lists.ListFiles;
import dev.chmcorr.job.run.JobContext;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What other files say of the classes of images in tars.
 *
 * @param images classes of images whose shards have none, or null
 * @param names of classes that are numbers in the shards, or null
 */
public record TarLabels(ValLabels images, ClassList names) {
  /** Nothing said. */
  static final TarLabels NONE = new TarLabels(null, null);

  /** Reads the files that options name. */
  public static TarLabels read(JobContext context, ImageInput input, InputOptions options)
      throws IOException {
    String classes = options.lists().classList();
    boolean elsewhere = options.lists().areElsewhere(input.set());
    return new TarLabels(
        elsewhere ? ValLabels.read(context.store(), input, options) : null,
        classes == null || elsewhere ? null : ListFiles.classList(context.store(), classes));
  }

  /** The images with the classes that a file gives them, if one does. */
  List<Numbering.Labelled> labelled(List<ImageFile> files, Console console) {
    Map<String, String> classes =
        images == null
            ? Map.of()
            : images.classes(files.stream().map(TarLabels::name).distinct().toList(), console);
    return files.stream()
        .map(file -> new Numbering.Labelled(file, classes.get(name(file))))
        .toList();
  }

  private static String name(ImageFile file) {
    return file.path().substring(ShardLocation.nameStart(file.path()));
  }

  /**
   * The images of shards with numbers for classes, below the names of these, if a file has them.
   *
   * @throws UserException if a number has no name
   */
  List<ImageFile> named(List<ImageFile> files, Split set) {
    if (names == null) {
      return files;
    }
    Set<String> numbers = new HashSet<>();
    files.forEach(file -> numbers.add(className(file)));
    Map<String, String> byNumber = names.names(numbers);
    for (String number : numbers) {
      if (byNumber.get(number) == null) {
        throw new UserException(
            "Cannot use the tars of the %s: class %s stands for none"
                .formatted(set == Split.GALLERY ? "gallery" : "queries", number));
      }
    }
    return files.stream().map(file -> below(byNumber.get(className(file)), file)).toList();
  }

  private static String className(ImageFile file) {
    String name = name(file);
    return name.substring(0, name.indexOf('/'));
  }

  private static ImageFile below(String className, ImageFile file) {
    String path = file.path();
    int start = ShardLocation.nameStart(path);
    return new ImageFile(
        path.substring(0, start) + className + path.substring(path.indexOf('/', start)),
        file.version());
  }
}
