package dev.chmcorr.job.report;

import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.ImageTransform;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.report.ImageName;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.broadcast.Broadcast;

/**
 * Which picture shows an image of a run, if there is one. Pictures show what the comparison saw.
 *
 * @param transforms of the run
 * @param made numbers of the pictures that the site has, ascending
 */
record PictureNames(TransformSet transforms, Broadcast<long[]> made) implements Serializable {
  /** Of a picture of a query, in pixels: as the comparison saw it. */
  static final int QUERY_SIDE = 240;

  /** Of a picture of a gallery image. */
  static final int GALLERY_SIDE = 160;

  /** Name of a query's picture, empty if there is none. */
  String query(String path, FileVersion version) {
    return name(numberOfQuery(path, version, transforms.chm(Split.QUERY)));
  }

  /** Name of a gallery image's picture, empty if there is none. */
  String gallery(String path) {
    return name(numberOfGallery(path, transforms.chm(Split.GALLERY)));
  }

  static long numberOfQuery(String path, FileVersion version, ImageTransform transform) {
    return ImageName.number(path, version, transform, QUERY_SIDE);
  }

  /** Tables say no version of a gallery image. */
  static long numberOfGallery(String path, ImageTransform transform) {
    return ImageName.number(path, FileVersion.UNKNOWN, transform, GALLERY_SIDE);
  }

  private String name(long number) {
    return Arrays.binarySearch(made.value(), number) < 0 ? "" : ImageName.of(number);
  }
}
