package dev.chmcorr.job.listing;

import dev.chmcorr.domain.CodePointOrder;
import dev.chmcorr.domain.ImageFile;
import dev.chmcorr.domain.Printable;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.folder.Roots;
import dev.chmcorr.job.listing.ImageInput.Form;
import dev.chmcorr.job.run.JobContext;
import java.io.IOException;
import java.util.AbstractList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/** Makes sure that the folders of a root are classes, where names tell otherwise. */
public final class RootCheck {
  private static final int SHOWN = 5;
  private static final int MAX_NAME = 100;
  private static final String ACCEPT = "--folders-are-classes";

  private RootCheck() {}

  /** The names of images within their data set, each made when it is asked for. */
  public static List<String> names(List<ImageFile> files, ToIntFunction<String> nameStart) {
    return new AbstractList<>() {
      @Override
      public String get(int i) {
        String path = files.get(i).path();
        return path.substring(nameStart.applyAsInt(path));
      }

      @Override
      public int size() {
        return files.size();
      }
    };
  }

  /**
   * Checks a folder of class folders.
   *
   * @param names of the images in it, class/file
   * @throws UserException saying which folder seems to be meant, if they are none
   */
  static void check(
      JobContext context, ImageInput input, Collection<String> folders, Iterable<String> names)
      throws IOException {
    Path root = input.root();
    Roots.Judgement judgement = Roots.judge(folders, names);
    String meant = paths(root, judgement);
    switch (judgement.verdict()) {
      case CLASSES -> {}
      case LEVEL_OFF ->
          throw levelOff(input, judgement, "give %s%s".formatted(meant, cub(context, root)));
      case NESTED -> throw nested(input, judgement, "give " + meant);
      case PARTS -> throw parts(input, judgement);
    }
  }

  /** Checks the class folders of tars, likewise. */
  public static void checkTars(ImageInput input, List<String> names) {
    Roots.Judgement judgement = Roots.judge(List.of(), names);
    switch (judgement.verdict()) {
      case CLASSES -> {}
      case LEVEL_OFF ->
          throw levelOff(input, judgement, "pack what one of them holds in tars of its own");
      case NESTED ->
          throw nested(input, judgement, "pack what one of them holds in tars of its own");
      case PARTS -> throw parts(input, judgement);
    }
  }

  private static String paths(Path root, Roots.Judgement judgement) {
    return judgement.meant().stream()
        .limit(SHOWN)
        .map(folder -> new Path(root, folder).toString())
        .collect(Collectors.joining(" or "));
  }

  private static String cub(JobContext context, Path root) throws IOException {
    boolean isCub =
        context.store().exists(new Path(root, "image_class_labels.txt"))
            && context.store().exists(new Path(root, "train_test_split.txt"));
    return isCub ? ", or cub:%s, which reads CUB's lists".formatted(root) : "";
  }

  private static UserException nested(
      ImageInput input, Roots.Judgement judgement, String whatToDo) {
    return new UserException(
        "Cannot list %s %s: no image lies directly in its folders, %s, all lie in folders within them; if those are the classes, %s, else add %s"
            .formatted(input.what(), input.root(), shown(judgement.meant()), whatToDo, ACCEPT));
  }

  private static UserException parts(ImageInput input, Roots.Judgement judgement) {
    return new UserException(
        "Cannot list %s %s: images lie directly in %s, which %s named as %s of a data set, not as %s; give %s; if they are classes, add %s"
            .formatted(
                input.what(),
                input.root(),
                shown(judgement.meant()),
                Texts.verb(judgement.meant().size(), "is", "are"),
                Texts.verb(judgement.meant().size(), "a part", "parts"),
                Texts.verb(judgement.meant().size(), "a class", "classes"),
                input.set() == Split.GALLERY
                    ? "folders of classes, or a list with columns path and class"
                    : "--val-labels none, which takes queries without classes, or a file of their classes",
                ACCEPT));
  }

  /** What queries may be of which the gallery has no class; else nothing. */
  public static String hint(ImageInput input, ImageListing queries, ImageListing gallery) {
    if (areNumbers(gallery.classNames()) && !areNumbers(queries.classNames())) {
      return " (the gallery's classes are numbers; --class-list names them)";
    }
    if (input.form() != Form.FOLDER && input.form() != Form.TARS) {
      return "";
    }
    List<String> deeper = input.form() == Form.FOLDER ? deeper(queries) : List.of();
    return deeper.isEmpty()
        ? " (if folders of --val are no classes, give --val-labels none)"
        : " (if the folders in it are the classes, give --val %s)"
            .formatted(String.join(" or ", deeper));
  }

  private static boolean areNumbers(Set<String> classes) {
    return classes.stream().allMatch(name -> name.matches("-?\\d+"));
  }

  /** Where the classes of queries lie of which all are in one folder; none if that holds images. */
  private static List<String> deeper(ImageListing queries) {
    String folder = queries.classNames().iterator().next() + "/";
    List<String> names = queries.images().stream().map(queries::name).toList();
    if (queries.classNames().size() > 1
        || !names.stream().allMatch(name -> name.indexOf('/', folder.length()) >= 0)) {
      return List.of();
    }
    Roots.Judgement inner =
        Roots.judge(
            List.of(), names.stream().map(name -> name.substring(folder.length())).toList());
    Path root = new Path(queries.root(), folder);
    return switch (inner.verdict()) {
      case CLASSES -> List.of(root.toString());
      case LEVEL_OFF, NESTED ->
          inner.meant().stream().limit(SHOWN).map(name -> new Path(root, name).toString()).toList();
      case PARTS -> List.of();
    };
  }

  /**
   * Says that a gallery has none of the queries' classes.
   *
   * @param wanted the queries' classes
   */
  public static UserException noneOf(ImageInput input, Set<String> wanted) {
    return new UserException(
        "Cannot use --classes-of-val: %s %s has none of the queries' classes: %s"
            .formatted(
                input.what(),
                input.source(),
                shown(wanted.stream().sorted(CodePointOrder.COMPARATOR).toList())));
  }

  private static UserException levelOff(
      ImageInput input, Roots.Judgement judgement, String whatToDo) {
    return new UserException(
        "Cannot list %s %s: its folders are no classes, those lie deeper, in %s%s; %s; if they are classes, add %s"
            .formatted(
                input.what(),
                input.root(),
                shown(judgement.meant()),
                judgement.empty().isEmpty()
                    ? ""
                    : " (no image is in %s)".formatted(shown(judgement.empty())),
                whatToDo,
                ACCEPT));
  }

  private static String shown(List<String> folders) {
    String names =
        folders.stream()
            .limit(SHOWN)
            .map(name -> Printable.of(name, MAX_NAME))
            .collect(Collectors.joining(", "));
    return folders.size() > SHOWN ? names + ", ..." : names;
  }
}
