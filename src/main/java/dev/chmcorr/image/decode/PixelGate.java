package dev.chmcorr.image.decode;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Bounds the pixels that are decoded at once over all threads of a JVM, so that a handful of huge
 * images side by side do not exhaust its heap. An image larger than the bound is decoded alone.
 */
final class PixelGate {
  private static final int BYTES_PER_PIXEL = 3;

  private final int bound;
  private final Semaphore free;

  /**
   * @param bound pixels, at least 1
   */
  PixelGate(int bound) {
    this.bound = bound;
    // First come, first served: small images must not keep a large one waiting for ever.
    this.free = new Semaphore(bound, true);
  }

  /** The gate that lets decoded images fill a quarter of the heap. */
  static PixelGate ofThisHeap() {
    long pixels = Runtime.getRuntime().maxMemory() / 4 / BYTES_PER_PIXEL;
    return new PixelGate((int) Math.max(1, Math.min(Integer.MAX_VALUE, pixels)));
  }

  /**
   * Runs an action that holds an image of so many pixels in memory, as soon as there is room for
   * it.
   */
  <T> T pass(long pixels, Supplier<T> action) {
    int permits = (int) Math.min(bound, pixels);
    free.acquireUninterruptibly(permits);
    try {
      return action.get();
    } finally {
      free.release(permits);
    }
  }
}
