package dev.chmcorr.job;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.ImageDecoder;
import java.io.Serializable;

/**
 * Which images a run reads.
 *
 * @param train the gallery: a folder in ImageFolder layout, tar shards or a Parquet table
 * @param val the queries, likewise
 * @param classes which classes of the gallery take part
 * @param missing what a query class that the gallery lacks means
 * @param onError what a bad image does
 * @param maxPixels larger images are bad ones
 * @param unpack folder for the shards that Parquet tables are unpacked into; null refuses tables
 */
public record DataOptions(
    String train,
    String val,
    GalleryClasses classes,
    MissingClasses missing,
    OnError onError,
    int maxPixels,
    String unpack)
    implements Serializable {

  public DataOptions {
    if (maxPixels < 1 || maxPixels > ImageDecoder.MOST_PIXELS) {
      throw new UserException(
          "Invalid --max-pixels: %d (must be 1..%d)"
              .formatted(maxPixels, ImageDecoder.MOST_PIXELS));
    }
  }

  /** Images of at most Pillow's limit that are not in Parquet tables. */
  public DataOptions(
      String train, String val, GalleryClasses classes, MissingClasses missing, OnError onError) {
    this(train, val, classes, missing, onError, ImageDecoder.DEFAULT_MAX_PIXELS, null);
  }

  ImageRules imageRules() {
    return new ImageRules(onError, maxPixels);
  }

  /** All classes of the gallery, or those that the query set has too. */
  public enum GalleryClasses {
    ALL,
    OF_VAL
  }

  /** A query class without gallery images is refused, or its queries count as wrong. */
  public enum MissingClasses {
    REFUSE,
    ALLOW
  }
}
