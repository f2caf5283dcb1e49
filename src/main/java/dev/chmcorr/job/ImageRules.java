package dev.chmcorr.job;

import java.io.Serializable;

/**
 * What images a run takes.
 *
 * @param onError what a bad image does
 * @param maxPixels larger images are bad ones
 */
record ImageRules(OnError onError, int maxPixels) implements Serializable {
  /** No format spends more on a pixel than 16 bits a colour, and few files as much. */
  private static final int BYTES_PER_PIXEL = 6;

  private static final int ROOM_FOR_METADATA = 16 << 20;

  /** Bytes of the largest file that is read as an image: a gibibyte by default. */
  int mostBytes() {
    long bytes = ROOM_FOR_METADATA + (long) BYTES_PER_PIXEL * maxPixels;
    return (int) Math.min(bytes, Integer.MAX_VALUE - 8);
  }
}
