package dev.chmcorr.knn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ThresholdsTest {
  @Test
  void anImageCountsOnceByItsHighestBound() {
    Thresholds thresholds = new Thresholds(2, 2);

    thresholds.raise(1, 7, 0.5);
    assertThat(thresholds.of(1)).isNegative().isInfinite();
    thresholds.raise(1, 7, 0.6);
    assertThat(thresholds.of(1)).isNegative().isInfinite();
    thresholds.raise(1, 8, 0.4);
    assertThat(thresholds.of(1)).isEqualTo(0.4);
    thresholds.raise(1, 8, 0.7);
    assertThat(thresholds.of(1)).isEqualTo(0.6);
    thresholds.raise(1, 7, 0.1);
    assertThat(thresholds.of(1)).isEqualTo(0.6);
    thresholds.raise(1, 9, 0.65);
    assertThat(thresholds.all()).containsExactly(Double.NEGATIVE_INFINITY, 0.65);
  }

  /** The k-th highest of the images' highest bounds, as soon as there are k images. */
  @Property
  void itIsWhatKImagesReach(
      @ForAll @IntRange(min = 1, max = 5) int k,
      @ForAll @Size(max = 60) List<@IntRange(max = 9) Integer> images,
      @ForAll @Size(60) List<@IntRange(max = 20) Integer> bounds) {
    Thresholds thresholds = new Thresholds(1, k);
    Map<Integer, Double> highest = new HashMap<>();
    for (int i = 0; i < images.size(); i++) {
      thresholds.raise(0, images.get(i), bounds.get(i));
      highest.merge(images.get(i), (double) bounds.get(i), Math::max);
    }

    assertThat(thresholds.of(0))
        .isEqualTo(
            highest.values().stream()
                .sorted(Collections.reverseOrder())
                .skip(k - 1L)
                .findFirst()
                .orElse(Double.NEGATIVE_INFINITY));
  }
}
