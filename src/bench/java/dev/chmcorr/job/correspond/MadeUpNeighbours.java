package dev.chmcorr.job.correspond;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Nearest neighbours of a made-up data set whose classes are Gaussian clouds, a few of them about
 * each of fewer centres, so that they run into each other. Some images are near many others, and
 * the more dimensions, the more so (Radovanovic et al., JMLR 2010).
 *
 * @param classes of gallery and queries
 * @param galleryPerClass images; ids follow classes
 * @param queriesPerClass likewise
 * @param dimension of the clouds
 * @param apart standard deviation of the centres of classes where that of a cloud is 1
 * @param seed of all that is drawn
 */
record MadeUpNeighbours(
    int classes, int galleryPerClass, int queriesPerClass, int dimension, double apart, long seed) {
  /** Classes about one centre. */
  private static final int KIN = 10;

  /** Classes in which a query's neighbours are looked for. */
  private static final int NEAR_CLASSES = 15;

  /** Ids of the k nearest of every query, nearest first. */
  int[][] nearest(int k) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] groups = points(random, new float[dimension], (classes + KIN - 1) / KIN);
    float[][] centres = new float[classes][];
    for (int c = 0; c < classes; c++) {
      centres[c] = points(random, groups[c / KIN], 1)[0];
      for (int i = 0; i < dimension; i++) {
        centres[c][i] *= (float) apart;
      }
    }
    float[][][] gallery = new float[classes][][];
    float[][][] queries = new float[classes][][];
    for (int c = 0; c < classes; c++) {
      gallery[c] = points(random, centres[c], galleryPerClass);
      queries[c] = points(random, centres[c], queriesPerClass);
    }
    return IntStream.range(0, classes * queriesPerClass)
        .parallel()
        .mapToObj(
            q -> nearest(queries[q / queriesPerClass][q % queriesPerClass], centres, gallery, k))
        .toArray(int[][]::new);
  }

  private int[] nearest(float[] query, float[][] centres, float[][][] gallery, int k) {
    int[] near =
        IntStream.range(0, classes)
            .boxed()
            .sorted(Comparator.comparingDouble(c -> distance(query, centres[c])))
            .limit(NEAR_CLASSES)
            .mapToInt(Integer::intValue)
            .toArray();
    long[] best = new long[k];
    Arrays.fill(best, Long.MAX_VALUE);
    int worst = 0;
    for (int c : near) {
      for (int i = 0; i < galleryPerClass; i++) {
        // A distance is not negative, so that its bits are in its order.
        long bits = Float.floatToRawIntBits(distance(query, gallery[c][i]));
        long found = bits << Integer.SIZE | (c * galleryPerClass + i);
        if (found < best[worst]) {
          best[worst] = found;
          worst = last(best);
        }
      }
    }
    Arrays.sort(best);
    return Arrays.stream(best).mapToInt(value -> (int) value).toArray();
  }

  private static int last(long[] values) {
    int last = 0;
    for (int i = 1; i < values.length; i++) {
      last = values[i] > values[last] ? i : last;
    }
    return last;
  }

  private static float distance(float[] a, float[] b) {
    float sum = 0;
    for (int i = 0; i < a.length; i++) {
      float difference = a[i] - b[i];
      sum += difference * difference;
    }
    return sum;
  }

  private float[][] points(SplittableRandom random, float[] centre, int count) {
    float[][] points = new float[count][dimension];
    for (float[] point : points) {
      for (int i = 0; i < dimension; i++) {
        point[i] = (float) random.nextGaussian() + centre[i];
      }
    }
    return points;
  }
}
