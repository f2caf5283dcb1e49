package dev.chmcorr.job.knn;

import dev.chmcorr.domain.QuerySelection;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.failures.FailureBudget;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.run.RunName;

/**
 * Everything that {@code knn} needs.
 *
 * @param name of the run, a folder below {@code out}
 * @param data the images
 * @param networks the embedding network
 * @param transform which transforms the images go through
 * @param k neighbours per query
 * @param recognition how images are found that were embedded before
 * @param out folder that holds runs
 * @param sameImages whether a query may find itself
 * @param queries which are ranked
 * @param perClass neighbours of each class; if none, those that a folder keeps already
 */
public record KnnOptions(
    String name,
    DataOptions data,
    NetworkOptions networks,
    TransformSet transform,
    int k,
    Recognition recognition,
    String out,
    SameImages sameImages,
    QuerySelection queries,
    PerClass perClass) {
  /** An embedding takes as long to read and write as so many other rows. */
  private static final int EMBEDDING_ROWS = 10;

  /** What becomes of gallery images that have the content of a query. */
  public enum SameImages {
    /** They are neighbours as others are. */
    RANKED,
    /** They are left out of that query's ranking. */
    EXCLUDED
  }

  /** How an image is recognised as one that was embedded before. */
  public enum Recognition {
    /** By path, length and time of change. */
    BY_VERSION,
    /** By its content, for which all images are read; whatever their paths. */
    BY_CONTENT
  }

  public KnnOptions {
    if (k < 1) {
      throw new UserException("Invalid --k: %d (must be at least 1)".formatted(k));
    }
    RunName.check(name);
  }

  /** Keeps the common ranking. */
  public KnnOptions(
      String name,
      DataOptions data,
      NetworkOptions networks,
      TransformSet transform,
      int k,
      Recognition recognition,
      String out,
      SameImages sameImages,
      QuerySelection queries) {
    this(name, data, networks, transform, k, recognition, out, sameImages, queries, PerClass.NONE);
  }

  /** The same with neighbours of each class. */
  public KnnOptions with(PerClass neighbours) {
    return new KnnOptions(
        name, data, networks, transform, k, recognition, out, sameImages, queries, neighbours);
  }

  /** Recognises images by path, length and time of change. */
  public KnnOptions(
      String name,
      DataOptions data,
      NetworkOptions networks,
      TransformSet transform,
      int k,
      String out) {
    this(name, data, networks, transform, k, Recognition.BY_VERSION, out);
  }

  /** Ranks all queries, and a query's own copy too. */
  public KnnOptions(
      String name,
      DataOptions data,
      NetworkOptions networks,
      TransformSet transform,
      int k,
      Recognition recognition,
      String out) {
    this(
        name,
        data,
        networks,
        transform,
        k,
        recognition,
        out,
        SameImages.RANKED,
        QuerySelection.ALL);
  }

  /** The same with another budget of bad images. */
  public KnnOptions with(FailureBudget budget) {
    return new KnnOptions(
        name, data.with(budget), networks, transform, k, recognition, out, sameImages, queries);
  }

  /** Rows of the largest table that these make of a data set; an embedding counts for several. */
  long rows(DataSet data) {
    long images = data.gallery().size() + (long) data.queries().size();
    int classes = Math.min(perClass.classes(), data.gallery().classNames().size());
    long ofClasses = (long) perClass.images() * classes;
    return Math.max(EMBEDDING_ROWS * images, data.queries().size() * Math.max(k, ofClasses));
  }
}
