package dev.chmcorr.domain;

import java.io.Serializable;
import java.util.Objects;

/**
 * An image that is to be explained.
 *
 * @param id running number within its set, from 0
 * @param path where to read it, with scheme
 * @param name its path below the folder of its set, as class/file
 * @param className the class that its set gives it; null if it gives none
 * @param truth which predictions are right
 */
public record Query(int id, String path, String name, String className, GroundTruth truth)
    implements Serializable {
  public Query {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(truth, "truth");
  }

  /** The same with other right answers. */
  public Query judgedBy(GroundTruth right) {
    return new Query(id, path, name, className, right);
  }
}
