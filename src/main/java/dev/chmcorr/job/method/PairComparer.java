package dev.chmcorr.job.method;

import dev.chmcorr.domain.ComparedPair;
import dev.chmcorr.domain.RgbImage;
import java.util.List;

/**
 * A method at work: from images to features, from features to pairs. Threads may share it. It is
 * only handed features that it has made itself.
 */
public interface PairComparer {
  /** How many candidates' images go through at once. */
  int batchSize();

  /**
   * Features of a query; the caller closes them.
   *
   * @param images one per transform of {@link ComparisonMethod#transforms}
   */
  Features query(List<RgbImage> images);

  /**
   * Features of candidates, in the same order; the caller closes them.
   *
   * @param images of each candidate, one per transform
   */
  List<Features> candidates(List<List<RgbImage>> images);

  /** Compares a query with candidates; one result per candidate, in the same order. */
  List<? extends ComparedPair> compare(Features query, List<Features> candidates);
}
