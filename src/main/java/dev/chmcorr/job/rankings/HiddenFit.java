package dev.chmcorr.job.rankings;

import dev.chmcorr.domain.HiddenFiles;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.listing.ImageListing;
import dev.chmcorr.job.lists.InputOptions;
import java.util.Arrays;
import java.util.Map;

/**
 * Whether a published score pickle, which knows images by their numbers alone, was made with or
 * without hidden images. Those shift the numbers of all images after them.
 */
final class HiddenFit {
  private HiddenFit() {}

  /**
   * How many images there are.
   *
   * @param gallery listed
   * @param galleryHidden of these, or beside these if hidden ones are passed over
   * @param queries listed
   * @param queriesHidden likewise
   */
  record Sets(int gallery, long galleryHidden, int queries, long queriesHidden) {
    Sets(ImageListing gallery, ImageListing queries) {
      this(gallery.size(), gallery.hidden(), queries.size(), queries.hidden());
    }
  }

  /** What the numbers of a pickle say. */
  enum Fit {
    /** It does not matter, or this is how it was made. */
    RIGHT,
    /** It was made with the other choice. */
    OTHER,
    /** Either may be. */
    OPEN
  }

  /**
   * Refuses a pickle that was made otherwise, or may have been if nobody has said how it was.
   *
   * @param lists gallery ids by query id
   */
  static void check(String file, Map<Integer, int[]> lists, InputOptions input, Sets sets) {
    HiddenFiles now = input.names().hidden();
    HiddenFiles other = now == HiddenFiles.DROP ? HiddenFiles.KEEP : HiddenFiles.DROP;
    String hidden =
        "%d of the gallery's images and %d of the queries are hidden"
            .formatted(sets.galleryHidden(), sets.queriesHidden());
    switch (fit(lists, now, sets)) {
      case RIGHT -> {}
      case OTHER ->
          throw new UserException(
              "Cannot use %s: %s, and its numbers fit only with --hidden-files %s"
                  .formatted(file, hidden, text(other)));
      case OPEN -> {
        if (input.files().hidden() == null) {
          throw new UserException(
              "Cannot use %s: %s, and its numbers do not tell whether it counts them; torchvision does: say --hidden-files keep or drop"
                  .formatted(file, hidden));
        }
      }
    }
  }

  private static String text(HiddenFiles hidden) {
    return Texts.lowerCase(hidden);
  }

  /**
   * What the numbers say. All queries are ranked in a pickle that is whole.
   *
   * @param now whether hidden images are among those listed
   */
  static Fit fit(Map<Integer, int[]> lists, HiddenFiles now, Sets sets) {
    if (sets.galleryHidden() == 0 && sets.queriesHidden() == 0) {
      return Fit.RIGHT;
    }
    int sign = now == HiddenFiles.DROP ? 1 : -1;
    long otherGallery = sets.gallery() + sign * sets.galleryHidden();
    long otherQueries = sets.queries() + sign * sets.queriesHidden();
    int lastQuery = lists.keySet().stream().mapToInt(id -> id).max().orElse(-1);
    int lastGallery = lists.values().stream().flatMapToInt(Arrays::stream).max().orElse(-1);
    boolean fitsNow = lastGallery < sets.gallery() && lastQuery < sets.queries();
    boolean fitsOther = lastGallery < otherGallery && lastQuery < otherQueries;
    if (fitsNow != fitsOther) {
      return fitsNow ? Fit.RIGHT : Fit.OTHER;
    }
    if (fitsNow && sets.queriesHidden() > 0) {
      if (lists.size() == sets.queries()) {
        return Fit.RIGHT;
      }
      if (lists.size() == otherQueries) {
        return Fit.OTHER;
      }
    }
    return fitsNow ? Fit.OPEN : Fit.RIGHT;
  }
}
