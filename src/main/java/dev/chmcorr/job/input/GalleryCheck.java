package dev.chmcorr.job.input;

import dev.chmcorr.domain.Printable;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.listing.ImageListing;
import dev.chmcorr.job.run.JobContext;
import java.util.Set;

/** Makes sure that the images of a gallery can vote. */
final class GalleryCheck {
  private static final int MAX_NAME = 100;

  private GalleryCheck() {}

  /** Refuses a gallery with images that have no class. */
  static void demandClasses(ImageListing gallery) {
    if (gallery.unlabelled() > 0) {
      throw new UserException(
          "Cannot use --train %s: %d of its %s %s no class, and votes are for classes"
              .formatted(
                  gallery.source(),
                  gallery.unlabelled(),
                  Texts.count(gallery.size(), "image"),
                  Texts.verb(gallery.unlabelled(), "has", "have")));
    }
  }

  /**
   * Refuses a gallery of one class, by which every prediction would be right, unless the user
   * wanted the query set's classes only.
   */
  static void refuseOneClass(JobContext context, DataOptions options, ImageListing gallery) {
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
}
