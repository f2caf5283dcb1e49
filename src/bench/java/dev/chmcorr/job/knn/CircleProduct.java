package dev.chmcorr.job.knn;

import dev.chmcorr.knn.ApproximateFilter;
import dev.chmcorr.knn.BlockProduct;
import dev.chmcorr.knn.Hits;
import dev.chmcorr.knn.Tolerance;
import dev.chmcorr.knn.VectorBlock;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Finds neighbours among points of a circle: rows lie in sectors, a query looks at a few of them. */
final class CircleProduct implements BlockProduct {
  private static final double CIRCLE = 2 * Math.PI;
  private static final int SECTORS = 1 << 12;

  /** Of cosines in double precision. Neighbours of 14 million points differ by more. */
  private static final Tolerance TOLERANCE = new Tolerance(0, 1e-14);

  /** A point that depends on the number alone. */
  static float[] point(long number) {
    double angle = new SplittableRandom(number).nextDouble(CIRCLE);
    return new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
  }

  @Override
  public ApproximateFilter filter(VectorBlock queries) {
    return new Filter(queries);
  }

  private static double[] angles(VectorBlock points, int from, int to) {
    double[] angles = new double[to - from];
    for (int i = 0; i < angles.length; i++) {
      double cosine = points.unitProduct(from + i, new float[] {1, 0});
      double angle = Math.atan2(points.unitProduct(from + i, new float[] {0, 1}), cosine);
      angles[i] = angle < 0 ? angle + CIRCLE : angle;
    }
    return angles;
  }

  private static int sector(double angle) {
    return (int) Math.min(SECTORS - 1, angle * (SECTORS / CIRCLE));
  }

  private static final class Filter implements ApproximateFilter {
    private final double[] queries;
    private final double[] thresholds;

    /** How many sectors either way may have rows that reach the threshold. */
    private final int[] reach;

    private final int[] sectors;

    private final Hits hits = new Hits();

    Filter(VectorBlock queries) {
      this.queries = angles(queries, 0, queries.size());
      sectors = Arrays.stream(this.queries).mapToInt(CircleProduct::sector).toArray();
      thresholds = new double[queries.size()];
      Arrays.fill(thresholds, Double.NEGATIVE_INFINITY);
      reach = new int[queries.size()];
      Arrays.fill(reach, SECTORS / 2);
    }

    @Override
    public void filter(
        VectorBlock gallery, int from, int to, double[] thresholds, Receiver receiver) {
      Rows rows = Rows.of(angles(gallery, from, to));
      for (int query = 0; query < queries.length; query++) {
        if (thresholds[query] != this.thresholds[query]) {
          this.thresholds[query] = thresholds[query];
          reach[query] = reach(thresholds[query]);
        }
        if (rows.isAnyWithin(sectors[query], reach[query])) {
          find(query, rows, receiver);
        }
      }
    }

    private static int reach(double threshold) {
      double cut = Math.max(-1, TOLERANCE.cut(threshold));
      return Math.min(SECTORS / 2, 1 + (int) (Math.acos(cut) * (SECTORS / CIRCLE)));
    }

    private void find(int query, Rows rows, Receiver receiver) {
      hits.clear();
      double cut = TOLERANCE.cut(thresholds[query]);
      int first = sectors[query] - reach[query];
      int sectors = Math.min(SECTORS, 2 * reach[query] + 1);
      for (int i = 0; i < sectors; i++) {
        int sector = Math.floorMod(first + i, SECTORS);
        for (int j = rows.ends[sector]; j < rows.ends[sector + 1]; j++) {
          double cosine = Math.cos(rows.angles[rows.order[j]] - queries[query]);
          if (cosine >= cut) {
            hits.add(rows.order[j], cosine, TOLERANCE);
          }
        }
      }
      receiver.take(query, hits);
    }

    @Override
    public void close() {}
  }

  /**
   * Rows by sector.
   *
   * @param order rows, one sector behind the other
   * @param ends where each sector begins and the one before it ends
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Rows(double[] angles, int[] order, int[] ends) {
    static Rows of(double[] angles) {
      int[] ends = new int[SECTORS + 1];
      for (double angle : angles) {
        ends[sector(angle) + 1]++;
      }
      for (int sector = 0; sector < SECTORS; sector++) {
        ends[sector + 1] += ends[sector];
      }
      int[] next = ends.clone();
      int[] order = new int[angles.length];
      for (int row = 0; row < angles.length; row++) {
        order[next[sector(angles[row])]++] = row;
      }
      return new Rows(angles, order, ends);
    }

    boolean isAnyWithin(int sector, int reach) {
      int first = sector - reach;
      int end = sector + reach + 1;
      if (end - first >= SECTORS) {
        return true;
      }
      if (first < 0) {
        return ends[SECTORS] > ends[SECTORS + first] || ends[end] > 0;
      }
      return end <= SECTORS
          ? ends[end] > ends[first]
          : ends[SECTORS] > ends[first] || ends[end - SECTORS] > 0;
    }
  }
}
