package dev.chmcorr.chm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GridTest {
  @Test
  void firstIndexOfAGridPointRunsAlongX() {
    assertThat(Grid.x(0)).isEqualTo(18);
    assertThat(Grid.y(6)).isEqualTo(222);
    assertThat(Grid.x(6)).isEqualTo(18);
    assertThat(Grid.x(2 * 7 + 5)).isEqualTo(86);
    assertThat(Grid.y(2 * 7 + 5)).isEqualTo(188);
  }

  @Test
  void cellsAreTruncatedAndStayInsideTheMap() {
    assertThat(Grid.cell(-1)).isZero();
    assertThat(Grid.cell(-1.0000001)).isZero();
    assertThat(Grid.cell(-2)).isZero();
    assertThat(Grid.cell(0)).isEqualTo(3);
    assertThat(Grid.cell(0.99999)).isEqualTo(6);
    assertThat(Grid.cell(1)).isEqualTo(6);
    // (x + 1) / 2 * 7 = 2 exactly: the next cell begins.
    assertThat(Grid.cell(Math.nextUp(-3.0 / 7))).isEqualTo(2);
  }

  @Test
  void pixelsAreTruncated() {
    assertThat(Grid.pixel(-1)).isZero();
    assertThat(Grid.pixel(0)).isEqualTo(120);
    assertThat(Grid.pixel(0.999)).isEqualTo(239);
    assertThat(Grid.pixel(1)).isEqualTo(240);
  }
}
