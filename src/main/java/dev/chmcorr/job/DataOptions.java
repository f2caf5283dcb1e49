package dev.chmcorr.job;

import java.io.Serializable;

/**
 * Which images a run reads.
 *
 * @param train folder of the gallery, ImageFolder layout
 * @param val folder of the queries, ImageFolder layout
 * @param classes which classes of the gallery take part
 * @param missing what a query class that the gallery lacks means
 * @param onError what a bad image does
 */
public record DataOptions(
    String train, String val, GalleryClasses classes, MissingClasses missing, OnError onError)
    implements Serializable {

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
