package dev.chmcorr.job.input;

import java.io.Serializable;

/**
 * How images are found in what is given as a data set.
 *
 * @param unpack folder for the shards that Parquet tables are unpacked into; null refuses tables
 */
public record InputOptions(String unpack) implements Serializable {
  /** As published, without tables. */
  public static final InputOptions DEFAULT = new InputOptions(null);

  /** As published; tables are unpacked into this folder. */
  public static InputOptions unpackedTo(String folder) {
    return new InputOptions(folder);
  }
}
