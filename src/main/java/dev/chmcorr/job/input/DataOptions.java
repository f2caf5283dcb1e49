package dev.chmcorr.job.input;

import dev.chmcorr.domain.Limits;
import dev.chmcorr.job.failures.FailureBudget;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.run.OutputPlace;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.io.Serializable;

/**
 * Which images a run reads.
 *
 * @param train the gallery: a folder in ImageFolder layout, tar shards or a Parquet table
 * @param val the queries, likewise
 * @param classes which classes of the gallery take part
 * @param missing what a query class that the gallery lacks means
 * @param onError what a bad image does
 * @param budget how many bad images end the run
 * @param limits larger images are bad ones, larger rankings and masks refused
 * @param input how the images are found
 */
public record DataOptions(
    String train,
    String val,
    GalleryClasses classes,
    MissingClasses missing,
    OnError onError,
    FailureBudget budget,
    Limits limits,
    InputOptions input)
    implements Serializable {

  /** Images within the default limits, found as published. */
  public DataOptions(
      String train, String val, GalleryClasses classes, MissingClasses missing, OnError onError) {
    this(train, val, classes, missing, onError, Limits.DEFAULT, InputOptions.DEFAULT);
  }

  /** With the budget of a run for which none was given. */
  public DataOptions(
      String train,
      String val,
      GalleryClasses classes,
      MissingClasses missing,
      OnError onError,
      Limits limits,
      InputOptions input) {
    this(train, val, classes, missing, onError, FailureBudget.DEFAULT, limits, input);
  }

  /** The same options for other sets of images. */
  public DataOptions of(String gallery, String queries, GalleryClasses ofGallery) {
    return new DataOptions(gallery, queries, ofGallery, missing, onError, budget, limits, input);
  }

  /**
   * What a run of these images must not write to.
   *
   * @param out where it writes
   * @throws dev.chmcorr.domain.UserException if that, or {@code unpack}, lies among the images
   */
  public OutputPlace outputPlace(Storage store, String out) throws IOException {
    return new OutputPlace(store)
        .apartFrom("--train", ImageLister.place(train))
        .apartFrom("--val", ImageLister.place(val))
        .refuseIn("--out", out)
        .refuseIn("--unpack", input.unpack());
  }

  /** The same options for images that are found in another way. */
  public DataOptions with(InputOptions other) {
    return new DataOptions(train, val, classes, missing, onError, budget, limits, other);
  }

  /** The same options with another budget. */
  public DataOptions with(FailureBudget other) {
    return new DataOptions(train, val, classes, missing, onError, other, limits, input);
  }

  public ImageRules imageRules() {
    return new ImageRules(onError, limits, budget);
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
