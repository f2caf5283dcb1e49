package dev.chmcorr.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TransportTest {
  /** Unit vectors at right angles: [2 query cells][2 candidate cells]. */
  private static final CellProducts CROSSED =
      products(new float[][] {{1, 0}, {0, 1}}, new float[][] {{0, 1}, {1, 0}});

  @Test
  void attentionIsTheSumOfProductsOverTheMeans() {
    // Query cells (1, 0) and (2, 0), candidate cells (1, 0) and (0, 3): means (1.5, 0), (.5, 1.5).
    CellProducts.Side query = new CellProducts.Side(new float[] {1, 2}, 1.5f);
    CellProducts.Side candidate = new CellProducts.Side(new float[] {1, 3}, (float) Math.sqrt(2.5));
    CellProducts pair = new CellProducts(new float[] {1, 0, 2, 0}, query, candidate);

    double scale = 1.5 * Math.sqrt(2.5) * 4;
    assertThat(pair.queryAttention())
        .containsExactly(new double[] {1 / scale, 2 / scale}, within(1e-7));
    assertThat(pair.candidateAttention())
        .containsExactly(new double[] {3 / scale, 0}, within(1e-7));
    assertThat(pair.cosine(1, 0)).isEqualTo(1);
    assertThat(pair.cosine(1, 1)).isZero();
  }

  @Test
  void vectorsOfNoLengthHaveNoDirection() {
    CellProducts pair = new CellProducts(new float[] {0, 0, 0, 1}, side(0, 1), side(1, 1));

    assertThat(pair.cosine(0, 1)).isZero();
    assertThat(pair.cosine(1, 1)).isEqualTo(1);
  }

  @Test
  void massFlowsBetweenCellsThatAreAlike() {
    double[] flow = Transport.alone(CROSSED);

    // Attention 1/2 each, of sum 1; one way costs 0, the other 1: exp(-20).
    double mass = 0.5 / (1 + 1e-5);
    assertThat(flow).containsExactly(new double[] {0, mass, mass, 0}, within(1e-8));
  }

  @Test
  void whereAllCellsAreAlikeFlowIsAttentionTimesAttention() {
    // All vectors point one way: kernel 1 everywhere, so that one round settles it.
    CellProducts pair = new CellProducts(new float[] {1, 3, 2, 6}, side(1, 2), side(1, 3));

    double[] flow = Transport.alone(pair);

    double[] query = {1 / 3.0, 2 / 3.0};
    double[] candidate = {1 / 4.0, 3 / 4.0};
    for (int i = 0; i < 4; i++) {
      assertThat(flow[i]).as("%d", i).isCloseTo(query[i / 2] * candidate[i % 2], within(2e-5));
    }
  }

  @Test
  void flowsEndAsTheQuerysAttentionDemands() {
    CellProducts pair = random(3, 49);
    double[] attention = pair.queryAttention();
    double sum = Arrays.stream(attention).sum() + 1e-5;

    double[] flow = Transport.alone(pair);

    for (int q = 0; q < 49; q++) {
      double sent = Arrays.stream(flow, q * 49, (q + 1) * 49).sum();
      assertThat(sent).as("%d", q).isCloseTo(attention[q] / sum, within(1e-12));
    }
  }

  @Test
  void aPairsFlowDependsOnThePairsThatItStopsWith() {
    // Mass of the hard pair has to flow at cost 1, so that its factors grow for many rounds.
    CellProducts easy = random(1, 4);

    double[] alone = Transport.alone(easy);
    double[] withItself = Transport.together(List.of(easy, easy)).get(1);
    double[] withHard = Transport.together(List.of(hard(), easy)).get(1);

    assertThat(Arrays.equals(withItself, alone)).as("settled as soon as alone").isTrue();
    assertThat(Arrays.equals(withHard, alone)).as("settled later").isFalse();
  }

  @Test
  void productsMustFitBothMaps() {
    assertThatThrownBy(() -> new CellProducts(new float[3], side(1, 1), side(1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid products: 3 numbers (must be 2 x 2)");
  }

  /** Vectors of two numbers: alike, but for a cell of either that points elsewhere. */
  private static CellProducts hard() {
    float[][] query = {{1, 0}, {1, 0}, {1, 0}, {0, 1}};
    float[][] candidate = {{1, 0}, {0, 1}, {0, 1}, {0, 1}};
    return products(query, candidate);
  }

  /** Positive vectors of eight numbers. */
  private static CellProducts random(int seed, int cells) {
    Random random = new Random(seed);
    float[][] query = new float[cells][8];
    float[][] candidate = new float[cells][8];
    for (float[][] map : List.of(query, candidate)) {
      for (float[] cell : map) {
        for (int c = 0; c < cell.length; c++) {
          cell[c] = random.nextFloat();
        }
      }
    }
    return products(query, candidate);
  }

  static CellProducts products(float[][] query, float[][] candidate) {
    float[] products = new float[query.length * candidate.length];
    for (int i = 0; i < products.length; i++) {
      products[i] = (float) dot(query[i / candidate.length], candidate[i % candidate.length]);
    }
    return new CellProducts(products, side(query), side(candidate));
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static CellProducts.Side side(float[]... cells) {
    float[] lengths = new float[cells.length];
    float[] mean = new float[cells[0].length];
    for (int q = 0; q < cells.length; q++) {
      lengths[q] = (float) Math.sqrt(dot(cells[q], cells[q]));
      for (int c = 0; c < mean.length; c++) {
        mean[c] += cells[q][c] / cells.length;
      }
    }
    return new CellProducts.Side(lengths, (float) Math.sqrt(dot(mean, mean)));
  }

  /** Of vectors that point one way, or whose mean does not matter. */
  private static CellProducts.Side side(float... lengths) {
    float mean = 0;
    for (float length : lengths) {
      mean += length / lengths.length;
    }
    return new CellProducts.Side(lengths, mean);
  }
}
