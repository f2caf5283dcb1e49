package dev.chmcorr.model.search;

import static dev.chmcorr.model.search.Cosines.block;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.chmcorr.knn.ApproximateFilter;
import dev.chmcorr.knn.Hits;
import dev.chmcorr.knn.Rounding;
import dev.chmcorr.model.archive.TorchModule;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.model.torch.TorchNetwork;
import dev.chmcorr.model.torch.TorchProgram;
import dev.chmcorr.model.torch.TorchSource;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatFilterTest {
  private static final int QUERIES = 5;
  private static final int ROWS = 200;
  private static final int DIMENSION = 48;

  /** The more alike queries are, the more of a cosine is in the one more column. */
  @ParameterizedTest
  @CsvSource({"1", "0.1", "0.001", "0"})
  void boundsHoldForGpusThatCutFactorsToElevenBits(double spread) {
    float[][] queries = around(QUERIES, 1, spread);
    float[][] gallery = around(ROWS, 2, 3);
    TorchModule module = new TorchModule("Product").number("group", GpuThresholdSelector.GROUP);
    try (TorchNetwork network =
            TorchProgram.load(TorchDevice.cpu(), TorchSource.of("product.py"), module);
        ApproximateFilter filter =
            new FloatFilter(
                network,
                Rounding.TF32,
                new Cut(),
                new FloatQueries(network.newManager(), block(queries)),
                () -> {})) {
      Cosines.ofAllPairs(
          filter,
          queries,
          gallery,
          0,
          pair -> assertThat(pair.cosine()).isBetween(pair.lower(), pair.upper()));
    }
  }

  /** Multiplies what eleven bits hold of each factor, and selects all. */
  private static final class Cut implements ThresholdSelector {
    @Override
    public void select(
        NDManager scratch,
        Matrices matrices,
        Selection selection,
        ApproximateFilter.Receiver receiver) {
      float[] queries = cut(matrices.queries());
      float[] gallery = cut(matrices.gallery());
      int width = (int) matrices.queries().getShape().get(1);
      Hits hits = new Hits();
      for (int query = 0; query < selection.queries(); query++) {
        hits.clear();
        for (int row = 0; row < matrices.rows(); row++) {
          double product = 0;
          for (int i = 0; i < width; i++) {
            product += (double) queries[query * width + i] * gallery[row * width + i];
          }
          hits.add(row, product, selection.tolerances()[query]);
        }
        receiver.take(query, hits);
      }
    }

    private static float[] cut(NDArray matrix) {
      float[] numbers = matrix.toFloatArray();
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = Float.intBitsToFloat(Float.floatToRawIntBits(numbers[i]) & 0xFFFFE000);
      }
      return numbers;
    }
  }

  /** Vectors about the one of ones, so far from it as the spread says. */
  private static float[][] around(int size, int seed, double spread) {
    Random random = new Random(seed);
    float[][] rows = new float[size][DIMENSION];
    for (float[] row : rows) {
      for (int i = 0; i < DIMENSION; i++) {
        row[i] = (float) (1 + spread * random.nextGaussian());
      }
    }
    return rows;
  }
}
