package dev.chmcorr.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RoundingTest {
  @Test
  void boundsGrowWithTheDimension() {
    // (1 + 2^-24)^2049 - 1 = 2049 * 2^-24 * (1 + 6e-5).
    assertThat(Rounding.FLOAT32.bound(2048)).isCloseTo(2049 * 0x1p-24, within(1e-8));
    // Three roundings by 2^-8 outweigh the sum: (1 + 1/256)^3 - 1 = 0.011765.
    assertThat(Rounding.BFLOAT16.bound(0)).isCloseTo(0.011765, within(1e-6));
  }
}
