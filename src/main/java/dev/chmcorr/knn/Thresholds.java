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

  /** Those of all queries. */
  double[] all() {
    return thresholds.stream().mapToDouble(threshold -> threshold.value).toArray();
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
      int last = find(id);
      if (last < size && bounds[last] >= bound) {
        return;
      }
      if (last == ids.length) {
        last--;
      }
      size = Math.max(size, last + 1);
      int place = last;
      while (place > 0 && bounds[place - 1] < bound) {
        place--;
      }
      System.arraycopy(ids, place, ids, place + 1, last - place);
      System.arraycopy(bounds, place, bounds, place + 1, last - place);
      ids[place] = id;
      bounds[place] = bound;
      if (size == ids.length) {
        value = bounds[size - 1];
      }
    }

    /** Where the image is; the size if it is not there. */
    private int find(int id) {
      int place = 0;
      while (place < size && ids[place] != id) {
        place++;
      }
      return place;
    }
  }
}
