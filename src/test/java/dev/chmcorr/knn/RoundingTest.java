package dev.chmcorr.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RoundingTest {
  @Test
  void boundsGrowWithTheDimension() {
    // (1 + 2^-24)^2049 - 1 = 2049 * 2^-24 * (1 + 6e-5).
    assertThat(Rounding.FLOAT32.tolerance(2048).absolute())
        .isCloseTo(2049 * 0x1p-24 + 0x1p-21, within(1e-8));
    // Two roundings of factors by 2^-8: (1 + 1/256)^2 - 1 = 0.0078278, and one of the outcome.
    assertThat(Rounding.BFLOAT16.tolerance(0).absolute()).isCloseTo(0.0078278, within(1e-6));
    assertThat(Rounding.BFLOAT16.tolerance(0).relative()).isCloseTo(1 / 255.0, within(1e-12));
  }
}
