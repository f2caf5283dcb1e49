package dev.chmcorr.domain;

import java.io.Serializable;
import java.util.Objects;

/**
 * One image of a split, numbered in ImageFolder order (torchvision).
 *
 * @param id running number within its split, from 0
 * @param path where to read it, as {@link TablePath} has it once it is listed
 * @param className name of its class; null if nobody has said it
 * @param label position of the class among all of its split, from 0; 0 and meaningless without one
 * @param version of its file when it was listed
 */
public record ImageRef(int id, String path, String className, int label, FileVersion version)
    implements Serializable {
  public ImageRef {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(version, "version");
    if (id < 0 || label < 0) {
      throw new IllegalArgumentException("Invalid image: id " + id + ", label " + label);
    }
  }

  /** Whether its class is known. */
  public boolean isLabelled() {
    return className != null;
  }

  /** The number of its class; null if that is unknown. */
  public Integer knownLabel() {
    return isLabelled() ? label : null;
  }

  /** Its class, for votes; it must be known. */
  public ImageClass imageClass() {
    return new ImageClass(className, label);
  }

  /** An image whose file nobody has asked for its version. */
  public ImageRef(int id, String path, String className, int label) {
    this(id, path, className, label, FileVersion.UNKNOWN);
  }
}
