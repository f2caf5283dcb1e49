package dev.chmcorr.job.input;

import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.JobContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The gallery and the queries of a run, numbered apart, their classes matched by name.
 *
 * @param gallery the exemplars
 * @param queries what is explained
 */
public record DataSet(ImageListing gallery, ImageListing queries) {

  /** Lists both sets and checks that the gallery has the classes of the queries. */
  public static DataSet list(JobContext context, DataOptions options) throws IOException {
    // Both are looked at first: a wrong --train should not wait until --val is listed.
    ImageInput train =
        ImageInput.of(context.store(), "--train", options.train(), options.input().names());
    ImageInput val =
        ImageInput.of(context.store(), "--val", options.val(), options.input().names());
    ImageListing queries = ImageLister.list(context, val, options.input(), null);
    Set<String> wanted = queries.classNames();
    ImageListing gallery =
        switch (options.classes()) {
          case ALL -> ImageLister.list(context, train, options.input(), null);
          case OF_VAL -> ImageLister.list(context, train, options.input(), wanted);
        };
    checkClasses(context, options, queries, gallery);
    RootCheck.checkGallery(context, options, gallery);
    context
        .console()
        .stage(
            "list: %d gallery images in %d classes, %d queries in %d classes",
            gallery.size(), gallery.classNames().size(), queries.size(), wanted.size());
    return new DataSet(gallery, queries);
  }

  private static void checkClasses(
      JobContext context, DataOptions options, ImageListing queries, ImageListing gallery) {
    Set<String> wanted = queries.classNames();
    TreeSet<String> missing = new TreeSet<>(wanted);
    missing.removeAll(gallery.classNames());
    if (missing.isEmpty()) {
      return;
    }
    String names = String.join(", ", missing.stream().limit(5).toList());
    String what =
        "%d of %d query classes have no gallery images in %s: %s%s%s"
            .formatted(
                missing.size(),
                wanted.size(),
                gallery.root(),
                names,
                missing.size() > 5 ? ", ..." : "",
                RootCheck.hint(queries));
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
      sha.update(("/" + listing.name(image) + "\0").getBytes(StandardCharsets.UTF_8));
    }
    return images.size() + " images, " + HexFormat.of().formatHex(sha.digest()).substring(0, 16);
  }
}
