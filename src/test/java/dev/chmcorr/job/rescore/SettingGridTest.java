package dev.chmcorr.job.rescore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.rescore.SettingGrid.Weighting;
import dev.chmcorr.table.Setting;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SettingGridTest {
  private static final String MASK = "0123456789abcdef".repeat(4);
  private static final ValueGrid GRID =
      new ValueGrid(
          List.of(10, 20), List.of(5, 15), List.of(0.4, 0.5), List.of(Axes.ALIGNED), List.of(3, 5));

  @Test
  void settingsThatDifferInNAndKOnlyShareAScore() {
    SettingGrid grid = SettingGrid.of(GRID, Weighting.ATTENTION, List.of(MASK));

    assertThat(grid.settings())
        .extracting(setting -> setting.score() + " " + setting.setting().name())
        .containsExactly(
            "0 N10-K5-T0.4-aligned-parts3",
            "0 N20-K5-T0.4-aligned-parts3",
            "0 N20-K15-T0.4-aligned-parts3",
            "1 N10-K5-T0.4-aligned",
            "1 N20-K5-T0.4-aligned",
            "1 N20-K15-T0.4-aligned",
            "2 N10-K5-T0.5-aligned-parts3",
            "2 N20-K5-T0.5-aligned-parts3",
            "2 N20-K15-T0.5-aligned-parts3",
            "3 N10-K5-T0.5-aligned",
            "3 N20-K5-T0.5-aligned",
            "3 N20-K15-T0.5-aligned",
            "4 N10-K5-T0.4-aligned-mask-01234567",
            "4 N20-K5-T0.4-aligned-mask-01234567",
            "4 N20-K15-T0.4-aligned-mask-01234567");
    assertThat(GRID.leftOut()).containsExactly("--N 10 --K 15");
    assertThat(grid.mostCandidates()).isEqualTo(20);
    assertThat(SettingGrid.of(GRID, Weighting.MASKS_ONLY, List.of(MASK)).settings())
        .extracting(GridSetting::score)
        .containsExactly(0, 0, 0);
  }

  @Test
  void aGridOfTooManySettingsIsRefused() {
    List<Integer> many = IntStream.rangeClosed(1, 49).boxed().toList();
    ValueGrid grid =
        new ValueGrid(
            many,
            List.of(1),
            IntStream.range(0, 5).mapToObj(i -> i / 10.0).toList(),
            List.of(Axes.ALIGNED),
            many);

    assertThatThrownBy(() -> SettingGrid.of(grid, Weighting.ATTENTION, List.of()))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid grid: it has more than 10000 settings");
  }

  @Test
  void whatIsNotGivenIsThatOfTheLastSetting() {
    Setting last = new Setting(null, 50, 20, 0.55, Axes.ALIGNED, null);
    ValueGrid given = new ValueGrid(null, List.of(5), null, null, null);

    assertThat(given.added(last)).isEqualTo("--N 50 --T 0.55 --axes aligned");
    assertThat(given.withParts().or(last))
        .isEqualTo(
            new ValueGrid(
                List.of(50), List.of(5), List.of(0.55), List.of(Axes.ALIGNED), List.of(5)));
    ValueGrid few = new ValueGrid(List.of(10), null, null, null, null);
    assertThatThrownBy(() -> few.or(last))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid --K: 20 (must be 1..10, the value of --N)");
  }
}
