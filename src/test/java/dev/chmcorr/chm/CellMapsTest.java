package dev.chmcorr.chm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chmcorr.domain.Correspondence;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CellMapsTest {
  private final float[] x = new float[49];
  private final float[] y = new float[49];
  private final float[] products = new float[49 * 49];

  @Test
  void takesTheCellsOfBothReadings() {
    // Grid point p = 2*7+1 is x = g[2], y = g[1]; it goes to column 5, row 3.
    int p = 2 * 7 + 1;
    x[p] = (5.5f / 7) * 2 - 1;
    y[p] = (3.5f / 7) * 2 - 1;
    // Published: cell (row 2, column 1) with cell (row 5, column 3).
    products[(2 * 7 + 1) * 49 + 5 * 7 + 3] = 6;
    // Aligned: cell (row 1, column 2) with cell (row 3, column 5).
    products[(1 * 7 + 2) * 49 + 3 * 7 + 5] = 8;

    Correspondence pair = CellMaps.compare(x, y, products, side(2, 1), side(4, 1));

    assertThat(pair.cosPublished()[2 * 7 + 1]).isEqualTo(6 / 8f);
    assertThat(pair.cosAligned()[1 * 7 + 2]).isEqualTo(8 / 8f);
    assertThat(sum(pair.cosPublished())).isEqualTo(6 / 8.0, within(1e-6));
    assertThat(sum(pair.cosAligned())).isEqualTo(8 / 8.0, within(1e-6));
  }

  @Test
  void attentionIsTheMeanProductOverTheMeansLengths() {
    Arrays.fill(products, 10 * 49, 11 * 49, 3f);

    Correspondence pair = CellMaps.compare(x, y, products, side(1, 2), side(1, 5));

    assertThat(pair.attention()[10]).isEqualTo(49 * 3f / (2 * 5 * 49 * 49), within(1e-7f));
    assertThat(pair.attention()[11]).isZero();
  }

  @Test
  void cellsWithoutLengthAreNotDividedByZero() {
    products[0] = 1e-7f;

    Correspondence pair = CellMaps.compare(x, y, products, side(0, 1), side(1, 1));

    // (0, 0) lies in the centre of the middle cell, row 3, column 3.
    assertThat(pair.cosPublished()[0]).isZero();
    Arrays.fill(products, 1e-7f);
    assertThat(CellMaps.compare(x, y, products, side(0, 1), side(1, 1)).cosPublished()[0])
        .isEqualTo(0.1f, within(1e-6f));
  }

  private static CellMaps.Side side(float length, float meanLength) {
    float[] lengths = new float[49];
    Arrays.fill(lengths, length);
    return new CellMaps.Side(lengths, meanLength);
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
