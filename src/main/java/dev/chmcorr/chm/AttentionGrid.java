package dev.chmcorr.chm;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.ComparedPair;
import java.io.Serializable;
import java.util.Arrays;

/**
 * What {@link AttentionScoring} gives for several thresholds at once, and for other numbers of
 * parts than its five: the cells of a pair are sorted once, and the scores are the same bit for
 * bit.
 */
public final class AttentionGrid implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Axes axes;
  private final double[] thresholds;
  private final int[] parts;

  /**
   * A grid of settings.
   *
   * @param axes which similarity map
   * @param thresholds values of T
   * @param parts how many of the most similar cells count, 1 to 49, ascending, each once
   */
  public AttentionGrid(Axes axes, double[] thresholds, int[] parts) {
    int[] ascending = Arrays.stream(parts).distinct().sorted().toArray();
    if (parts.length == 0 || !Arrays.equals(parts, ascending)) {
      throw new IllegalArgumentException("Invalid parts: " + Arrays.toString(parts));
    }
    if (parts[0] < 1 || parts[parts.length - 1] > Grid.POINTS) {
      throw new IllegalArgumentException(
          "Invalid parts: %s (must be 1..%d)".formatted(Arrays.toString(parts), Grid.POINTS));
    }
    this.axes = axes;
    this.thresholds = thresholds.clone();
    this.parts = parts.clone();
  }

  /** How many scores a pair has. */
  public int size() {
    return thresholds.length * parts.length;
  }

  /** The scores of a pair, [thresholds][parts] row-major. */
  public double[] scores(ComparedPair pair) {
    float[] map = pair.similarity(axes, parts[0]);
    boolean same = true;
    for (int count : parts) {
      same &= pair.similarity(axes, count) == map;
    }
    return same ? scores(Cells.of(map, pair.attention())) : eachByItself(pair);
  }

  /** Of a method whose map depends on how many parts count. */
  private double[] eachByItself(ComparedPair pair) {
    double[] scores = new double[size()];
    for (int i = 0; i < parts.length; i++) {
      AttentionGrid one = new AttentionGrid(axes, thresholds, new int[] {parts[i]});
      double[] found = one.scores(Cells.of(pair.similarity(axes, parts[i]), pair.attention()));
      for (int threshold = 0; threshold < thresholds.length; threshold++) {
        scores[threshold * parts.length + i] = found[threshold];
      }
    }
    return scores;
  }

  private double[] scores(Cells cells) {
    double[] scores = new double[size()];
    double[] largest = new double[parts[parts.length - 1]];
    int at = 0;
    for (double threshold : thresholds) {
      cells.largest(threshold, largest);
      double sum = 0;
      int added = 0;
      for (int count : parts) {
        while (added < count) {
          sum += largest[added++];
        }
        scores[at++] = sum / count;
      }
    }
    return scores;
  }

  /**
   * The cells of a pair.
   *
   * @param map their similarity
   * @param order the cells, most similar first
   * @param attention min-max normalised over the pair
   */
  private record Cells(float[] map, int[] order, double[] attention) {
    static Cells of(float[] map, float[] attention) {
      return new Cells(map, order(map), AttentionScoring.normalised(attention));
    }

    private static int[] order(float[] map) {
      long[] keys = new long[map.length];
      for (int cell = 0; cell < keys.length; cell++) {
        int bits = Float.floatToIntBits(map[cell]);
        // As whole numbers they have the order of the floats, of which the largest comes first.
        int ascending = bits ^ (bits >> 31 & Integer.MAX_VALUE);
        keys[cell] = (long) ~ascending << Integer.SIZE | cell;
      }
      Arrays.sort(keys);
      int[] order = new int[keys.length];
      for (int i = 0; i < order.length; i++) {
        order[i] = (int) keys[i];
      }
      return order;
    }

    /** The largest values of the map, in which cells below the threshold are zero. */
    void largest(double threshold, double[] into) {
      int dropped = dropped(threshold);
      int size = 0;
      for (int cell : order) {
        if (attention[cell] >= threshold) {
          for (; map[cell] < 0 && dropped > 0 && size < into.length; dropped--) {
            into[size++] = 0;
          }
          if (size == into.length) {
            return;
          }
          into[size++] = map[cell];
        }
      }
      Arrays.fill(into, size, into.length, 0);
    }

    private int dropped(double threshold) {
      int dropped = 0;
      for (double value : attention) {
        // Where attention is the same everywhere it is NaN, and no cell is kept.
        dropped += value >= threshold ? 0 : 1;
      }
      return dropped;
    }
  }
}
