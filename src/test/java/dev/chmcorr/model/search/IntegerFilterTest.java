package dev.chmcorr.model.search;

import static dev.chmcorr.model.search.Cosines.block;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.knn.ApproximateFilter;
import dev.chmcorr.model.search.TorchBlockProduct.Way;
import dev.chmcorr.model.torch.TorchDevice;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounds hold for all but one pair in 10^21; so what is tested is what they are made of. */
class IntegerFilterTest {
  private static final int QUERIES = 40;
  private static final int ROWS = 500;
  private static final int DIMENSION = 256;

  /**
   * Half a bound's width is ten standard deviations of each of two errors, added up: where they are
   * alike, 20 / sqrt(2) = 14.1 of their sum; where one is twice the other, 30 / sqrt(5) = 13.4.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void errorsSpreadAsTheBoundsSay(boolean peaked) {
    float[][] queries = vectors(QUERIES, 1, peaked);
    float[][] gallery = vectors(ROWS, 2, peaked);
    double[] sum = new double[2];
    double[] most = new double[1];
    try (TorchBlockProduct product = TorchBlockProduct.load(TorchDevice.cpu(), Way.INTEGERS);
        ApproximateFilter filter = product.filter(block(queries))) {
      Cosines.ofAllPairs(
          filter,
          queries,
          gallery,
          0,
          pair -> {
            double off = pair.upper() + pair.lower() - 2 * pair.cosine();
            double share = off / (pair.upper() - pair.lower());
            sum[0] += share;
            sum[1] += share * share;
            most[0] = Math.max(most[0], Math.abs(share));
          });
    }

    int pairs = QUERIES * ROWS;
    assertThat(Math.abs(sum[0] / pairs)).isLessThan(0.02);
    assertThat(Math.sqrt(sum[1] / pairs)).isBetween(1 / 15.0, 1 / 13.0);
    assertThat(most[0]).isBetween(0.2, 0.5);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 30, 2048})
  void ditherIsSpreadEvenlyAndEndsWithTheVector(int dimension) {
    Dither dither = Dither.of(dimension, dimension + 32);

    for (float[] numbers : new float[][] {dither.queries(), dither.gallery()}) {
      assertThat(numbers).hasSize(dimension + 32);
      double sum = 0;
      for (int i = 0; i < numbers.length; i++) {
        assertThat(Math.abs(numbers[i])).isLessThan(0.5f);
        assertThat(numbers[i] == 0).isEqualTo(i >= dimension);
        sum += (double) numbers[i] * numbers[i];
      }
      // Of squares 1/12 on average, their standard deviation is 1/180 to the half.
      assertThat(sum / dimension).isBetween(0.0, 1 / 12.0 + 5 / Math.sqrt(180.0 * dimension));
    }
    assertThat(dither.queries()).isNotEqualTo(dither.gallery());
  }

  /**
   * Either alike in all components, or as a network's embeddings are: none below zero, few high.
   */
  private static float[][] vectors(int size, int seed, boolean peaked) {
    Random random = new Random(seed);
    float[][] rows = new float[size][DIMENSION];
    for (float[] row : rows) {
      for (int i = 0; i < DIMENSION; i++) {
        double number = random.nextGaussian();
        row[i] = (float) (peaked ? Math.exp(number) : number);
      }
    }
    return rows;
  }
}
