package dev.chmcorr.job.knn;

import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataOptions;
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
 * @param out folder that holds runs
 */
public record KnnOptions(
    String name,
    DataOptions data,
    NetworkOptions networks,
    TransformSet transform,
    int k,
    String out) {

  public KnnOptions {
    if (k < 1) {
      throw new UserException("Invalid --k: %d (must be at least 1)".formatted(k));
    }
    RunName.check(name);
  }
}
