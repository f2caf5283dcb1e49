package dev.chmcorr.job.input;

import dev.chmcorr.domain.GroundTruth;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.labels.ClassNumbers;
import dev.chmcorr.job.labels.ClassNumbers.Extent;
import dev.chmcorr.job.labels.RightClasses;
import dev.chmcorr.job.listing.ImageInput;
import dev.chmcorr.job.listing.ImageListing;
import dev.chmcorr.job.listing.Listable;
import dev.chmcorr.job.listing.RootCheck;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.lists.TableColumns;
import dev.chmcorr.job.run.JobContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The gallery and the queries of a run, numbered apart, their classes matched by name.
 *
 * @param gallery the exemplars
 * @param queries what is explained
 * @param answers digest of the file that says which predictions are right; null if the classes of
 *     the queries do
 * @param truths which they are, by the queries' ids
 */
public record DataSet(
    ImageListing gallery,
    ImageListing queries,
    String answers,
    HashMap<Integer, GroundTruth> truths) {

  /** Images of which their own classes are right. */
  public DataSet(ImageListing gallery, ImageListing queries) {
    this(gallery, queries, null, new HashMap<>());
  }

  /** Lists both sets and checks that the gallery has the classes of the queries. */
  public static DataSet list(JobContext context, DataOptions options) throws IOException {
    // Both are looked at first: a wrong --train should not wait until --val is listed.
    ImageInput train =
        ImageInput.of(context.store(), "--train", options.train(), options.input().names());
    ImageInput val =
        ImageInput.of(context.store(), "--val", options.val(), options.input().names());
    checkUse(options.input(), train, val);
    Listable ofTrain = ImageLister.look(context, train, options.input());
    Relabelling labels = Relabelling.read(context, options, List.of(train, val));
    RightClasses answers =
        RightClasses.read(context.store(), options.input().labels(), options.input().names());
    ImageListing queries =
        labels.of(ImageLister.look(context, val, options.input()).list(context, null));
    Set<String> wanted = queries.classNames();
    ImageListing gallery =
        labels.of(
            switch (options.classes()) {
              case ALL -> ofTrain.list(context, null);
              case OF_VAL -> ofTrain.list(context, some(wanted, queries));
            });
    labels.demandUsed();
    GalleryCheck.demandClasses(gallery);
    checkClasses(context, options, new Sides(val, queries, gallery));
    GalleryCheck.refuseOneClass(context, options, gallery);
    context
        .console()
        .stage(
            "list: %s in %s, %s",
            Texts.count(gallery.size(), "gallery image"),
            Texts.count(gallery.classNames().size(), "class"),
            text(queries, wanted.size()));
    DataSet data = new DataSet(gallery, queries);
    return answers == null
        ? data
        : data.with(answers, numbers(gallery, options.classes()), context);
  }

  private static ClassNumbers numbers(ImageListing gallery, GalleryClasses classes) {
    return ClassNumbers.of(
        gallery.images(),
        switch (classes) {
          case ALL -> Extent.ALL;
          case OF_VAL -> Extent.NUMBERED_APART;
        });
  }

  private DataSet with(RightClasses answers, ClassNumbers classes, JobContext context) {
    HashMap<String, String> byName = new HashMap<>();
    queries.images().forEach(image -> byName.put(queries.name(image), image.className()));
    Map<String, GroundTruth> known = answers.of(byName, classes, context.console());
    HashMap<Integer, GroundTruth> byId = new HashMap<>();
    for (ImageRef image : queries.images()) {
      byId.put(image.id(), known.getOrDefault(queries.name(image), GroundTruth.UNKNOWN));
    }
    return new DataSet(gallery, queries, answers.digest(), byId);
  }

  /** Which predictions for a query are right. */
  public GroundTruth truth(ImageRef query) {
    return answers == null ? GroundTruth.of(query.className()) : truths.get(query.id());
  }

  private static Set<String> some(Set<String> classes, ImageListing queries) {
    if (classes.isEmpty()) {
      throw new UserException(
          "Unsupported --classes-of-val: the images of %s have no classes"
              .formatted(queries.source()));
    }
    return classes;
  }

  private static String text(ImageListing queries, int classes) {
    long unlabelled = queries.unlabelled();
    if (classes == 0) {
      return Texts.count(queries.size(), "query") + " without classes";
    }
    String also = unlabelled == 0 ? "" : ", %d of them without a class".formatted(unlabelled);
    return "%s in %s%s"
        .formatted(Texts.count(queries.size(), "query"), Texts.count(classes, "class"), also);
  }

  /** An option that nothing would look at is a mistake. */
  private static void checkUse(InputOptions options, ImageInput train, ImageInput val) {
    boolean hasLabels = options.lists().hasValLabels();
    boolean hasColumns = train.hasColumns() || val.hasColumns();
    TableColumns columns = options.columns();
    if (!hasColumns && columns.image() != null) {
      throw useless("--image-column", columns.image());
    }
    boolean hasTars = train.form() == ImageInput.Form.TARS || val.form() == ImageInput.Form.TARS;
    if (!hasColumns && !hasLabels && !hasTars && columns.label() != null) {
      throw useless("--label-column", columns.label());
    }
    if (!hasColumns && !hasLabels && columns.path() != null) {
      throw useless("--path-column", columns.path());
    }
    if (!hasColumns && !hasLabels && !hasTars && options.lists().classList() != null) {
      throw useless("--class-list", options.lists().classList());
    }
  }

  private static UserException useless(String option, String value) {
    return new UserException(
        "Unsupported %s %s: neither --train nor --val has what it is for".formatted(option, value));
  }

  private record Sides(ImageInput val, ImageListing queries, ImageListing gallery) {}

  private static void checkClasses(JobContext context, DataOptions options, Sides sides) {
    Set<String> wanted = sides.queries().classNames();
    TreeSet<String> missing = new TreeSet<>(wanted);
    missing.removeAll(sides.gallery().classNames());
    if (missing.isEmpty()) {
      return;
    }
    String names = String.join(", ", missing.stream().limit(5).toList());
    String what =
        "%d of %s %s no gallery images in %s: %s%s%s"
            .formatted(
                missing.size(),
                Texts.count(wanted.size(), "query class"),
                Texts.verb(missing.size(), "has", "have"),
                sides.gallery().source(),
                names,
                missing.size() > 5 ? ", ..." : "",
                missing.size() == wanted.size() && options.input().lists().valLabels() == null
                    ? RootCheck.hint(sides.val(), sides.queries(), sides.gallery())
                    : "");
    switch (options.missing()) {
      case REFUSE ->
          throw new UserException(
              "Cannot match classes: "
                  + what
                  + "; --allow-missing-classes goes on, their queries then count as wrong");
      case ALLOW -> context.console().warn("%s", what);
    }
  }

  /** Names and order of all images, as one digest: two runs with the same one number alike. */
  public static String digest(ImageListing listing) {
    MessageDigest sha = DigestUtils.getSha256Digest();
    List<ImageRef> images = listing.images();
    for (ImageRef image : images) {
      String name = listing.name(image);
      String className = String.valueOf(image.className());
      // Where its name does not begin with it, the class is what else tells images apart.
      String also = name.startsWith(className + "/") ? "" : "\0" + className;
      sha.update(("/" + name + also + "\0").getBytes(StandardCharsets.UTF_8));
    }
    return images.size() + " images, " + HexFormat.of().formatHex(sha.digest()).substring(0, 16);
  }
}
