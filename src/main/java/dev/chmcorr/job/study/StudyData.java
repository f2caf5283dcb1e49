package dev.chmcorr.job.study;

import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.input.DataOptions.MissingClasses;
import dev.chmcorr.job.lists.ListOptions;
import java.util.List;

/**
 * A data set of a study.
 *
 * @param name of it, which begins the names of its runs
 * @param images gallery and queries
 * @param classes which classes of the gallery take part
 * @param missing what a query class that the gallery lacks means
 * @param lists what files elsewhere say of the images' classes
 * @param relabel as {@code --relabel} of {@code knn}; null if none
 * @param truths by which it is judged, beside its own classes
 * @param transform which transforms the images go through
 * @param networks names of those that it goes through, one after the other
 * @param methods names of those by which its pairs are compared
 * @param masks null if it has none
 */
public record StudyData(
    String name,
    Images images,
    GalleryClasses classes,
    MissingClasses missing,
    ListOptions lists,
    String relabel,
    List<StudyTruth> truths,
    TransformSet transform,
    List<String> networks,
    List<String> methods,
    StudyMasks masks) {

  /**
   * Where images lie.
   *
   * @param train as {@code --train} of {@code knn}; null for birds
   * @param val as {@code --val}; null for birds
   * @param birds species of built-in birds that are drawn; null for images of the user's
   */
  public record Images(String train, String val, Integer birds) {
    /** Of a species of built-in birds. */
    public static final int GALLERY_PER_SPECIES = 20;

    public static final int QUERIES_PER_SPECIES = 4;

    public boolean areBirds() {
      return birds != null;
    }
  }
}
