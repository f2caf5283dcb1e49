package dev.chmcorr.domain;

import java.io.Serializable;

/**
 * What tells a file from another that takes its place under the same path.
 *
 * @param bytes length of the file, or of a shard's member; -1 if unknown
 * @param modified time of the last change of the file, or of the shard, in milliseconds since 1970;
 *     -1 if unknown
 */
public record FileVersion(long bytes, long modified) implements Serializable {
  /** Of what could not be asked, such as a link that leads nowhere. */
  public static final FileVersion UNKNOWN = new FileVersion(-1, -1);

  /** Whether the file could be asked. */
  public boolean isKnown() {
    return bytes >= 0;
  }
}
