package dev.chmcorr.chm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.Correspondence;
import dev.chmcorr.domain.ImageRef;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoringTest {
  @Test
  void keepsCellsWhoseAttentionIsExactlyAtTheThreshold() {
    // Attention 0..48 normalises to cell/48: cell 36 lies at 0.75 exactly.
    double[] weighted =
        new AttentionScoring(Axes.PUBLISHED, 0.75).weighted(pair(ones(), rising(), rising()));

    for (int cell = 0; cell < Grid.POINTS; cell++) {
      assertThat(weighted[cell]).as("cell %d", cell).isEqualTo(cell >= 36 ? 1.0 : 0.0);
    }
  }

  @Test
  void countsDroppedCellsAsZeroAmongTheFiveLargest() {
    // Only the last two cells are kept: (1 + 1 + 0 + 0 + 0) / 5.
    Scoring scoring = new AttentionScoring(Axes.PUBLISHED, 46.5 / 48);

    assertThat(scoring.score(scoring.weighted(pair(ones(), rising(), rising())))).isEqualTo(0.4);
  }

  @Test
  void negativeSimilaritiesRankBelowDroppedCells() {
    float[] negative = new float[Grid.POINTS];
    Arrays.fill(negative, -1);
    Scoring scoring = new AttentionScoring(Axes.PUBLISHED, 46.5 / 48);

    assertThat(scoring.score(scoring.weighted(pair(negative, rising(), rising())))).isZero();
  }

  @Test
  void readsTheMapOfTheChosenAxes() {
    Correspondence pair = pair(ones(), new float[Grid.POINTS], rising());

    assertThat(score(new AttentionScoring(Axes.PUBLISHED, 0.5), pair)).isEqualTo(1);
    assertThat(score(new AttentionScoring(Axes.ALIGNED, 0.5), pair)).isZero();
    double[] all = new double[Grid.POINTS];
    Arrays.fill(all, 1);
    assertThat(score(new MaskScoring(Axes.PUBLISHED, all), pair)).isEqualTo(1);
    assertThat(score(new MaskScoring(Axes.ALIGNED, all), pair)).isZero();
  }

  @Test
  void constantAttentionKeepsNothing() {
    assertThat(score(new AttentionScoring(Axes.PUBLISHED, 0), pair(ones(), ones(), ones())))
        .isZero();
  }

  @Test
  void aMaskAveragesOverAllCellsWhateverTheAttention() {
    double[] mask = new double[Grid.POINTS];
    mask[3] = 1;
    mask[48] = 1;
    MaskScoring scoring = new MaskScoring(Axes.PUBLISHED, mask);

    assertThat(score(scoring, pair(rising(), ones(), ones()))).isEqualTo((3 + 48) / 49.0);
    assertThat(scoring.bestCells()).isEqualTo(2);
  }

  @Test
  void refusesAMaskOfAnotherSize() {
    assertThatThrownBy(() -> new MaskScoring(Axes.PUBLISHED, new double[36]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be 49");
  }

  @Test
  void equalScoresKeepTheNearestNeighbourOrder() {
    double[] mask = new double[Grid.POINTS];
    mask[1] = 1;
    Scoring scoring = new MaskScoring(Axes.PUBLISHED, mask);
    float[] better = rising();
    better[1] = 7;

    Reranking reranking =
        Reranking.of(
            scoring,
            List.of(
                candidate(12, "c", 3, rising()),
                candidate(11, "b", 2, better),
                candidate(10, "a", 1, rising())));

    assertThat(reranking.ordered())
        .extracting(scored -> scored.candidate().image().id())
        .containsExactly(11, 10, 12);
    assertThat(reranking.vote(1)).isEqualTo(new Vote("b", 1));
    assertThat(reranking.vote(3)).isEqualTo(new Vote("a", 1));
  }

  @Test
  void refusesAScoreThatIsNoNumber() {
    float[] broken = ones();
    broken[48] = Float.NaN;

    assertThatThrownBy(
            () ->
                Reranking.of(
                    new AttentionScoring(Axes.PUBLISHED, 0.5),
                    List.of(candidate(5, "a", 1, broken))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("candidate 5");
  }

  @Test
  void bestPointsReadTheTransposedMap() {
    double[] weighted = new double[Grid.POINTS];
    weighted[2 * 7 + 5] = 0.5;
    weighted[6 * 7] = 0.9;

    // Row 6, column 0 lies at x = g[0], y = g[6]: grid point 6. Row 2, column 5: 5*7+2. Then ties.
    assertThat(Explanations.bestPoints(weighted, 4)).containsExactly(6, 37, 0, 1);
  }

  private static double score(Scoring scoring, Correspondence pair) {
    return scoring.score(scoring.weighted(pair));
  }

  private static Candidate candidate(int id, String className, int rank, float[] map) {
    return new Candidate(
        new ImageRef(id, className + "/" + id, className, 0), rank, pair(map, map, rising()));
  }

  private static Correspondence pair(float[] published, float[] aligned, float[] attention) {
    return new Correspondence(
        new float[Grid.POINTS], new float[Grid.POINTS], published, aligned, attention);
  }

  private static float[] ones() {
    float[] values = new float[Grid.POINTS];
    Arrays.fill(values, 1);
    return values;
  }

  private static float[] rising() {
    float[] values = new float[Grid.POINTS];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    return values;
  }
}
