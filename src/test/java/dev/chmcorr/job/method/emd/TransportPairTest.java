package dev.chmcorr.job.method.emd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.chmcorr.cells.CellProducts;
import dev.chmcorr.chm.AttentionGrid;
import dev.chmcorr.chm.AttentionScoring;
import dev.chmcorr.chm.MaskScoring;
import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.Link;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A pair by hand: from query cell 0 to 48 and 47, then from five other cells, flow falls. */
class TransportPairTest {
  private static final int CELLS = 49;
  private static final double[] FLOW = {0.3, 0.2, 0.1, 0.09, 0.08, 0.07, 0.06};
  private static final int[] QUERY = {0, 0, 8, 10, 20, 30, 40};
  private static final int[] CANDIDATE = {48, 47, 0, 3, 4, 5, 6};

  private final TransportPair pair = TransportPair.of(products(), plan());

  /** All cosines are 0.5; attention rises from cell to cell. */
  private static CellProducts products() {
    float[] products = new float[CELLS * CELLS];
    float[] query = new float[CELLS];
    float[] candidate = new float[CELLS];
    Arrays.fill(candidate, 1);
    for (int i = 0; i < products.length; i++) {
      query[i / CELLS] = 1 + i / CELLS;
      products[i] = 0.5f * query[i / CELLS];
    }
    return new CellProducts(
        products, new CellProducts.Side(query, 25), new CellProducts.Side(candidate, 1));
  }

  private static double[] plan() {
    double[] plan = new double[CELLS * CELLS];
    for (int i = 0; i < FLOW.length; i++) {
      plan[QUERY[i] * CELLS + CANDIDATE[i]] = FLOW[i];
    }
    return plan;
  }

  @Test
  void scoreIsFlowTimesCosineOverTheFivePairsOfCellsWithMostFlow() {
    AttentionScoring scoring = new AttentionScoring(Axes.ALIGNED, 0);

    double score = scoring.score(scoring.weighted(pair));

    assertThat(score).isCloseTo(0.5 * (0.3 + 0.2 + 0.1 + 0.09 + 0.08), within(1e-7));
  }

  @Test
  void otherNumbersOfPartsAreSoManyPairsOfCells() {
    int[] parts = {1, 2, 5, 7};
    double[] scores = new AttentionGrid(Axes.ALIGNED, new double[] {0}, parts).scores(pair);

    for (int i = 0; i < parts.length; i++) {
      double sum = Arrays.stream(FLOW).limit(parts[i]).sum();
      assertThat(scores[i]).as("%d parts", parts[i]).isCloseTo(0.5 * sum, within(1e-7));
    }
    AttentionScoring five = new AttentionScoring(Axes.ALIGNED, 0);
    assertThat(scores[2]).isEqualTo(five.score(five.weighted(pair)));
  }

  @Test
  void ofAMarkedCellThePairWithMostFlowCounts() {
    double[] mask = new double[CELLS];
    mask[0] = 1;
    mask[40] = 1;
    MaskScoring scoring = new MaskScoring(Axes.ALIGNED, mask);

    assertThat(scoring.score(scoring.weighted(pair))).isCloseTo(0.5 * (0.3 + 0.06), within(1e-7));
  }

  @Test
  void partsAreThePairsOfCellsAndLieWhereTheirCellsAre() {
    assertThat(pair.links(3))
        .extracting(Link::query, Link::candidate)
        .containsExactly(tuple(0, 48), tuple(0, 47), tuple(8, 0));
    // Cell 10 is row 1, column 3, grid point 3 * 7 + 1; it goes to cell 3: row 0, column 3.
    assertThat(pair.pointsX()[22]).isEqualTo(0, within(1e-6f));
    assertThat(pair.pointsY()[22]).isEqualTo(1 / 7f - 1, within(1e-6f));
  }

  @Test
  void itsColumnsHoldAllOfIt() {
    float[][] values = TransportCodec.INSTANCE.values(pair);

    assertThat(values).hasDimensions(TransportCodec.INSTANCE.contract().size(), CELLS);
    assertThat(TransportCodec.INSTANCE.values(TransportCodec.INSTANCE.pair(values)))
        .isDeepEqualTo(values);
    assertThat(values[0]).startsWith(0, 0, 8, 10);
  }
}
