package dev.chmcorr.chm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.Correspondence;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AttentionGridTest {
  private static final double[] THRESHOLDS = {0, 0.3, 0.55, 0.9, 1};
  private static final int[] PARTS = {1, 3, 5, 20, 49};

  private final SplittableRandom random = new SplittableRandom(7);

  @Test
  void scoresAreThoseOfTheSettingsOneByOne() {
    for (int trial = 0; trial < 300; trial++) {
      Correspondence pair = new Correspondence(map(), map(), map(), map(), map());
      for (Axes axes : Axes.values()) {
        assertSame(pair, axes);
      }
    }
  }

  @Test
  void attentionThatIsTheSameEverywhereKeepsNoCell() {
    float[] flat = new float[Grid.POINTS];
    Correspondence pair = new Correspondence(map(), map(), map(), map(), flat);

    double[] scores = new AttentionGrid(Axes.ALIGNED, THRESHOLDS, PARTS).scores(pair);

    assertThat(scores).containsOnly(0);
    assertSame(pair, Axes.ALIGNED);
  }

  /** Cosines of few values, so that many are equal, in some pairs most of them negative. */
  private float[] map() {
    double shift = random.nextDouble(-0.9, 0.3);
    IntToDoubleFunction value = cell -> Math.round(10 * random.nextDouble() + 10 * shift) / 10.0;
    float[] map = new float[Grid.POINTS];
    IntStream.range(0, map.length).forEach(cell -> map[cell] = (float) value.applyAsDouble(cell));
    return map;
  }

  private static void assertSame(Correspondence pair, Axes axes) {
    double[] scores = new AttentionGrid(axes, THRESHOLDS, PARTS).scores(pair);
    int at = 0;
    for (double threshold : THRESHOLDS) {
      AttentionScoring scoring = new AttentionScoring(axes, threshold);
      double[] weighted = scoring.weighted(pair);
      for (int parts : PARTS) {
        double expected =
            parts == AttentionScoring.TOP ? scoring.score(weighted) : mean(weighted, parts);
        assertThat(scores[at++]).as("T %s, %d parts", threshold, parts).isEqualTo(expected);
      }
    }
  }

  private static double mean(double[] weighted, int parts) {
    double[] sorted = weighted.clone();
    Arrays.sort(sorted);
    double sum = 0;
    for (int i = 1; i <= parts; i++) {
      sum += sorted[sorted.length - i];
    }
    return sum / parts;
  }

  @Test
  void partsAreSomeOfTheCells() {
    for (int[] parts : new int[][] {{}, {0}, {50}, {5, 3}, {5, 5}}) {
      assertThatThrownBy(() -> new AttentionGrid(Axes.ALIGNED, THRESHOLDS, parts))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Invalid parts: ");
    }
  }
}
