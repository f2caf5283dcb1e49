package dev.chmcorr.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RoundingTest {
  @Test
  void boundsGrowWithTheDimension() {
    // (1 + 2^-24)^2049 - 1 = 2049 * 2^-24 * (1 + 6e-5).
    assertThat(Rounding.FLOAT32.tolerance(2048).error())
        .isCloseTo(2049 * 0x1p-24 + 0x1p-21, within(1e-8));
    // Two roundings of factors by 2^-10: (1 + 1/1024)^2 - 1 = 0.0019541.
    assertThat(Rounding.TF32.tolerance(0).error()).isCloseTo(0.0019541, within(1e-6));
  }
}
