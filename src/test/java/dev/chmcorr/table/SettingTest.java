package dev.chmcorr.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.Axes;
import org.junit.jupiter.api.Test;

class SettingTest {
  private static final String MASK = "1a2b3c4d" + "0".repeat(56);

  @Test
  void aSettingWithoutANameIsNamedForItsValues() {
    assertThat(new Setting(null, 50, 20, 0.55, Axes.PUBLISHED, null).name())
        .isEqualTo("N50-K20-T0.55-published");
    assertThat(new Setting(null, 50, 5, 1, Axes.ALIGNED, MASK).name())
        .isEqualTo("N50-K5-T1.0-aligned-mask-1a2b3c4d");
  }

  @Test
  void valuesAreThoseOfItsColumns() {
    assertThat(new Setting(null, 50, 5, 0.5, Axes.ALIGNED, MASK).values())
        .containsExactly("N50-K5-T0.5-aligned-mask-1a2b3c4d", 50, 5, 0.5, "aligned", "mask", MASK);
    assertThat(new Setting("mine", 50, 5, 0.5, Axes.ALIGNED, null).values())
        .containsExactly("mine", 50, 5, 0.5, "aligned", "attention", null);
  }
}
