package dev.chmcorr.shard;

import java.io.IOException;

/** A tar file's bytes, in any order. */
@FunctionalInterface
public interface TarBytes {
  /**
   * Fills an array with the bytes from a position on.
   *
   * @param position from 0; the array must end within the file
   */
  void read(long position, byte[] into) throws IOException;
}
