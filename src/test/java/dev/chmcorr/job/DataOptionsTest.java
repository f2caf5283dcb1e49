package dev.chmcorr.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.ImageDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataOptionsTest {
  @ParameterizedTest
  @ValueSource(ints = {0, -1, ImageDecoder.MOST_PIXELS + 1, Integer.MAX_VALUE})
  void refusesLimitsThatNoImageKeepsOrNoArrayHolds(int maxPixels) {
    assertThatThrownBy(() -> options(maxPixels))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Invalid --max-pixels: %d (must be 1..".formatted(maxPixels));
  }

  @Test
  void handsTheLimitToThoseWhoReadImages() {
    assertThat(options(7).imageRules()).isEqualTo(new ImageRules(OnError.FAIL, 7));
  }

  private static DataOptions options(int maxPixels) {
    return new DataOptions(
        "train",
        "val",
        DataOptions.GalleryClasses.ALL,
        DataOptions.MissingClasses.REFUSE,
        OnError.FAIL,
        maxPixels,
        null);
  }
}
