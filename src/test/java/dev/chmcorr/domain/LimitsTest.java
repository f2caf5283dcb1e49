package dev.chmcorr.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
  @ParameterizedTest
  @ValueSource(ints = {0, -1, Limits.MAX_PIXELS + 1, Integer.MAX_VALUE})
  void refusesLimitsThatNoImageKeepsOrNoArrayHolds(int pixels) {
    assertThatThrownBy(() -> Limits.DEFAULT.withPixels(pixels))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid --max-pixels: %d (must be 1..715827879)".formatted(pixels));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void refusesLimitsOfMemoryThatMakeNoSense(int mebibytes) {
    assertThatThrownBy(() -> Limits.DEFAULT.withImageMebibytes(mebibytes))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid --max-image-mib: %d (must be 1..2048)".formatted(mebibytes));
    assertThatThrownBy(() -> Limits.DEFAULT.withInputMebibytes(mebibytes))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid --max-input-mib: %d (must be 1..1048576)".formatted(mebibytes));
  }

  @Test
  void countsInBytes() {
    Limits limits = new Limits(1, 2, 4096);
    assertThat(limits.imageBytes()).isEqualTo(2_097_152);
    assertThat(limits.inputBytes()).isEqualTo(4_294_967_296L);
    assertThat(limits.withImageMebibytes(2048).imageBytes())
        .as("what an array holds")
        .isEqualTo(Integer.MAX_VALUE - 8);
  }

  @Test
  void recordsHaveTheOptionsNames() {
    assertThat(new Limits(1, 2, 3).all())
        .hasToString("{max_image_mib=2, max_input_mib=3, max_pixels=1}");
  }
}
