package dev.chmcorr.job;

import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.domain.UserException;

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

  /** Refuses names of runs that would lead out of their folder. */
  static void checkName(String name) {
    if (name.isBlank() || name.contains("/") || name.equals(".") || name.equals("..")) {
      throw new UserException(
          "Invalid --name: '%s' (a folder name without slashes)".formatted(name));
    }
  }

  public KnnOptions {
    if (k < 1) {
      throw new UserException("Invalid --k: %d (must be at least 1)".formatted(k));
    }
    checkName(name);
  }
}
