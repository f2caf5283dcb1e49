package dev.chmcorr.knn;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a similarity must reach to be of interest: for each query, a similarity that at least k
 * images of the gallery reach for sure. Searches of the same queries in parts of one gallery may
 * share it, from any thread: what one has found spares the others work. An image may be reported
 * more than once, as when a part is searched again.
 */
public final class Thresholds {
  private final List<Threshold> thresholds;

  /**
   * Thresholds that anything reaches.
   *
   * @param k neighbours wanted
   */
  public Thresholds(int queries, int k) {
    thresholds = Stream.generate(() -> new Threshold(k)).limit(queries).toList();
  }

  /** The threshold of a query; it only ever rises. */
  public double of(int query) {
    return thresholds.get(query).value;
  }

  /** Reports what an image reaches for sure. */
  public void raise(int query, int id, double lower) {
    raise(query, new int[] {id}, new double[] {lower}, 1);
  }

  /**
   * Reports what some images reach for sure, in one call: searches of the same queries then need
   * not wait for each other at every image.
   *
   * @param images how many; they come first in the arrays
   */
  void raise(int query, int[] ids, double[] lower, int images) {
    if (images > 0) {
      thresholds.get(query).raise(ids, lower, images);
    }
  }

  /** The k highest bounds, one per image. */
  private static final class Threshold {
    private final int[] ids;
    private final double[] bounds;
    private int size;
    private volatile double value = Double.NEGATIVE_INFINITY;

    Threshold(int k) {
      ids = new int[k];
      bounds = new double[k];
    }

    synchronized void raise(int[] images, double[] lower, int count) {
      for (int i = 0; i < count; i++) {
        if (lower[i] > value) {
          raise(images[i], lower[i]);
        }
      }
    }

    private void raise(int id, double bound) {
      int place = drop(id, bound);
      if (place < 0) {
        return;
      }
      while (place > 0 && bounds[place - 1] < bound) {
        place--;
      }
      int moved = Math.min(size, ids.length - 1) - place;
      if (moved < 0) {
        return;
      }
      System.arraycopy(ids, place, ids, place + 1, moved);
      System.arraycopy(bounds, place, bounds, place + 1, moved);
      ids[place] = id;
      bounds[place] = bound;
      size = Math.min(size + 1, ids.length);
      if (size == ids.length) {
        value = bounds[size - 1];
      }
    }

    /** Takes the image out; returns the size then, or -1 if its bound is already as high. */
    private int drop(int id, double bound) {
      for (int i = 0; i < size; i++) {
        if (ids[i] == id) {
          if (bounds[i] >= bound) {
            return -1;
          }
          size--;
          System.arraycopy(ids, i + 1, ids, i, size - i);
          System.arraycopy(bounds, i + 1, bounds, i, size - i);
          break;
        }
      }
      return size;
    }
  }
}
