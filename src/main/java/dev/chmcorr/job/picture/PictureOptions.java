package dev.chmcorr.job.picture;

import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.QuerySelection;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.picture.PictureFormat;

/**
 * What is drawn, and whereto.
 *
 * @param run folder of {@code rerank}, with @SETTING behind it or without; or a published pickle
 * @param queries which
 * @param target where pictures go
 * @param images where images of a pickle are looked for
 * @param classNames file of what classes are called; null if their folders' names are shown
 * @param limits larger images are not shown
 */
public record PictureOptions(
    String run,
    QuerySelection queries,
    Target target,
    Roots images,
    String classNames,
    Limits limits) {

  /** What names of the published program's files end in. */
  private static final String PICKLE = ".pkl";

  /** With the classes' own names. */
  public PictureOptions(
      String run, QuerySelection queries, Target target, Roots images, Limits limits) {
    this(run, queries, target, images, null, limits);
  }

  /**
   * Where pictures go.
   *
   * @param path a file, or a folder for one file a query
   * @param kind which of these
   * @param format of the pictures
   * @param existing what becomes of pictures that are there
   */
  public record Target(String path, Kind kind, PictureFormat format, Existing existing) {}

  /** A single picture, or a folder of them. */
  public enum Kind {
    FILE,
    FOLDER
  }

  /** Pictures in a folder stay as they are, or are drawn again. */
  public enum Existing {
    KEEP,
    REPLACE
  }

  /**
   * Where images are that a pickle names by paths of another machine.
   *
   * @param train folder of the gallery's classes, or null
   * @param val folder of the queries' classes, or null
   * @param transform which crops are shown; null for that of the run, or single
   */
  public record Roots(String train, String val, TransformSet transform) {}

  /** Whether a run is a file of the published program. */
  public static boolean isPickle(String run) {
    return run.endsWith(PICKLE);
  }
}
