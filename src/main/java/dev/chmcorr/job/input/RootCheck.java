package dev.chmcorr.job.input;

import dev.chmcorr.domain.ImageFile;
import dev.chmcorr.domain.Printable;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.Roots;
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
final class RootCheck {
  private static final int SHOWN = 5;
  private static final int MAX_NAME = 100;

  private RootCheck() {}

  /** The names of images within their data set, each made when it is asked for. */
  static List<String> names(List<ImageFile> files, ToIntFunction<String> nameStart) {
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
   * @throws UserException saying which folder seems to be meant, if they are none
   */
  static void check(
      JobContext context, ImageInput input, Collection<String> folders, List<ImageFile> files)
      throws IOException {
    Path root = input.root();
    String text = root.toString();
    int start = text.endsWith("/") ? text.length() : text.length() + 1;
    Roots.Judgement judgement = Roots.judge(folders, names(files, path -> start));
    if (judgement.verdict() == Roots.Verdict.LEVEL_OFF) {
      boolean cub =
          context.store().exists(new Path(root, "image_class_labels.txt"))
              && context.store().exists(new Path(root, "train_test_split.txt"));
      String way =
          judgement.meant().stream()
              .limit(SHOWN)
              .map(folder -> new Path(root, folder).toString())
              .collect(Collectors.joining(" or "));
      throw levelOff(
          input,
          judgement,
          "give %s%s"
              .formatted(way, cub ? ", or cub:%s, which reads CUB's lists".formatted(root) : ""));
    }
    refuseParts(input, judgement);
    warn(context, input, judgement);
  }

  /** Checks the class folders of tars, likewise. */
  static void checkTars(JobContext context, ImageInput input, List<String> names) {
    Roots.Judgement judgement = Roots.judge(List.of(), names);
    if (judgement.verdict() == Roots.Verdict.LEVEL_OFF) {
      throw levelOff(input, judgement, "pack what one of them holds in tars of its own");
    }
    refuseParts(input, judgement);
    warn(context, input, judgement);
  }

  private static void refuseParts(ImageInput input, Roots.Judgement judgement) {
    if (judgement.verdict() == Roots.Verdict.PARTS) {
      throw new UserException(
          "Cannot list %s %s: images lie directly in %s, which are named as parts of a data set, not as classes; give folders of classes, or a list with columns path and class"
              .formatted(input.what(), input.root(), shown(judgement.meant())));
    }
  }

  /** Where query classes may lie if the gallery lacks the one that there is; else nothing. */
  static String hint(ImageListing queries) {
    Set<String> classes = queries.classNames();
    if (classes.size() != 1 || !queries.shards().isEmpty()) {
      return "";
    }
    String folder = classes.iterator().next() + "/";
    boolean nested =
        queries.images().stream()
            .allMatch(image -> queries.name(image).indexOf('/', folder.length()) >= 0);
    return nested
        ? " (if the folders in it are the classes, give --val %s)"
            .formatted(new Path(queries.root(), folder))
        : "";
  }

  /**
   * Refuses a gallery of one class, by which every prediction would be right, unless the user
   * wanted the query set's classes only.
   */
  static void checkGallery(JobContext context, DataOptions options, ImageListing gallery) {
    Set<String> classes = gallery.classNames();
    if (classes.size() != 1) {
      return;
    }
    switch (options.classes()) {
      case OF_VAL ->
          context.console().warn("the gallery has one class: no prediction can be wrong");
      case ALL ->
          throw new UserException(
              "Cannot use --train %s: %s of one class, %s, so that no prediction could be wrong; give the folder that holds a folder for each class%s; --classes-of-val takes it as it is"
                  .formatted(
                      options.train(),
                      gallery.size() == 1
                          ? "its only image is"
                          : "all its %d images are".formatted(gallery.size()),
                      Printable.of(classes.iterator().next(), MAX_NAME),
                      mayLieAbove(context, options, gallery)
                          ? ", perhaps " + gallery.root().getParent()
                          : ""));
    }
  }

  private static boolean mayLieAbove(
      JobContext context, DataOptions options, ImageListing gallery) {
    return gallery.root().equals(context.store().path(ImageLister.place(options.train())))
        && gallery.root().getParent() != null
        && gallery.shards().isEmpty();
  }

  private static void warn(JobContext context, ImageInput input, Roots.Judgement judgement) {
    if (judgement.verdict() == Roots.Verdict.NESTED) {
      context
          .console()
          .warn(
              "all images of %s lie in folders within the class folders; if these are the classes, give a folder one level deeper",
              input.root());
    }
  }

  private static UserException levelOff(
      ImageInput input, Roots.Judgement judgement, String whatToDo) {
    return new UserException(
        "Cannot list %s %s: its folders are no classes, those lie a level deeper, in %s%s; %s"
            .formatted(
                input.what(),
                input.root(),
                shown(judgement.meant()),
                judgement.empty().isEmpty()
                    ? ""
                    : " (no image is in %s)".formatted(shown(judgement.empty())),
                whatToDo));
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
