package dev.chmcorr.job.doctor;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.network.NetworkOptions;

/**
 * What {@code doctor} looks at, and how it says it.
 *
 * @param networks that are timed; without a trunk, those that come with the program
 * @param reach which processes
 * @param format of the outcome
 */
public record DoctorOptions(NetworkOptions networks, Reach reach, Format format) {
  /** Which processes are examined. */
  public enum Reach {
    /** The one that was started. */
    DRIVER,
    /** Also the executors of its cluster. */
    EXECUTORS
  }

  /** How the outcome is printed. */
  public enum Format {
    TEXT,
    JSON
  }

  public DoctorOptions {
    if (networks.model() == null && networks.chm() != null) {
      throw new UserException(
          "Missing --model=FILE.pt: a --chm network compares features of a trunk");
    }
  }

  boolean isOfBuiltIn() {
    return networks.model() == null;
  }
}
