package dev.chmcorr.job.method.patches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chmcorr.cells.CellProducts;
import dev.chmcorr.cells.NearestCells;
import dev.chmcorr.domain.Axes;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PatchPairTest {
  /** Unit vectors: query cells 0 and 1 are both most like the candidate's cell 1. */
  private static final NearestCells FOUND =
      NearestCells.of(
          new CellProducts(
              new float[] {0.1f, 0.6f, 0.2f, 0.9f},
              new CellProducts.Side(new float[] {1, 1}, 1),
              new CellProducts.Side(new float[] {1, 1}, 1)));

  @Test
  void eachCellHasItsMostSimilarOneAndThatOneMayHaveABetter() {
    assertThat(FOUND.cell()).containsExactly(1, 1);
    assertThat(FOUND.cosine()).containsExactly(0.6f, 0.9f);
    assertThat(FOUND.mutual()).containsExactly(false, true);
  }

  /** Of a fine map, 14 x 14 cells, four lie in each of 7 x 7. */
  @Test
  void theMostSimilarCellOfAFinerMapIsShown() {
    PatchPair pair = fine(Match.NEAREST);

    // Row 2, column 3 is of the cell in row 1, column 1: 1 * 7 + 1.
    assertThat(pair.similarity(Axes.ALIGNED)[8]).isEqualTo(0.9f);
    assertThat(pair.attention()[8]).isEqualTo(31);
    assertThat(pair.similarity(Axes.ALIGNED)[9]).isEqualTo(0.5f);
    // Its nearest is row 13, column 0; grid point 1 * 7 + 1 is that cell's.
    assertThat(pair.pointsX()[8]).isEqualTo(1 / 14f - 1, within(1e-6f));
    assertThat(pair.pointsY()[8]).isEqualTo(27 / 14f - 1, within(1e-6f));
  }

  @Test
  void whatIsNotMutualDoesNotCountThoughItBeMoreSimilar() {
    PatchPair pair = fine(Match.MUTUAL);

    assertThat(pair.similarity(Axes.ALIGNED)[8]).isEqualTo(0.5f);
    assertThat(pair.attention()[8]).isEqualTo(30);
    assertThat(pair.similarity(Axes.ALIGNED)[9]).isZero();
  }

  @Test
  void sevenTimesSevenCellsAreTakenAsTheyAreAndFewerLeaveSomeEmpty() {
    float[] cosine = new float[49];
    for (int cell = 0; cell < 49; cell++) {
      cosine[cell] = cell / 50f;
    }
    PatchPair seven = pair(7, 7, cosine, new boolean[49], Match.NEAREST);
    PatchPair one = pair(1, 1, new float[] {0.8f}, new boolean[1], Match.NEAREST);

    assertThat(seven.similarity(Axes.ALIGNED)).isEqualTo(cosine);
    assertThat(one.similarity(Axes.ALIGNED)[24]).isEqualTo(0.8f);
    assertThat(one.similarity(Axes.ALIGNED)[23]).isZero();
  }

  @Test
  void itsColumnsHoldAllOfIt() {
    PatchPair pair = fine(Match.MUTUAL);
    float[][] values = PatchCodec.INSTANCE.values(pair);

    assertThat(values[0]).containsExactly(14, 14, 14, 14);
    assertThat(values[4][31]).isEqualTo(31);
    assertThat(PatchCodec.INSTANCE.values(PatchCodec.INSTANCE.pair(values))).isDeepEqualTo(values);
  }

  /** All cosines 0.5 but that of row 2, column 3; cell 30, row 2, column 2, alone is mutual. */
  private static PatchPair fine(Match match) {
    float[] cosine = new float[196];
    Arrays.fill(cosine, 0.5f);
    cosine[31] = 0.9f;
    boolean[] mutual = new boolean[196];
    mutual[30] = true;
    return pair(14, 14, cosine, mutual, match);
  }

  /** All cells are most like row 13, column 0, or the last row's first; attention is the number. */
  private static PatchPair pair(
      int height, int width, float[] cosine, boolean[] mutual, Match match) {
    int[] nearest = new int[cosine.length];
    double[] attention = new double[cosine.length];
    for (int cell = 0; cell < nearest.length; cell++) {
      nearest[cell] = (height - 1) * width;
      attention[cell] = cell;
    }
    return PatchPair.of(
        new PatchPair.Grids(height, width, height, width),
        new NearestCells(nearest, cosine, mutual),
        attention,
        match);
  }
}
