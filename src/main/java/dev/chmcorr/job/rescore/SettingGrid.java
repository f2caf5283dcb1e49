package dev.chmcorr.job.rescore;

import dev.chmcorr.chm.AttentionScoring;
import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.table.Setting;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * All settings of a grid, and the scores that a pair needs for them.
 *
 * @param settings attention first, then mask by mask; within these by axes, T, parts, N, K
 * @param scores of pairs
 */
record SettingGrid(List<GridSetting> settings, PairScores scores) implements Serializable {
  /** Bounds the work on each query, and the lines of the table. */
  private static final int MAX_SETTINGS = 10_000;

  /**
   * Combines the values of a grid.
   *
   * @param grid whole
   * @param masks digests of the files of masks
   */
  static SettingGrid of(ValueGrid grid, Weighting weighting, List<String> masks) {
    List<GridSetting> settings = new ArrayList<>();
    PairScores scores = new PairScores(grid.axes());
    int score = 0;
    if (weighting == Weighting.ATTENTION) {
      scores = scores.withAttention(grid.t(), grid.parts());
      for (Axes axes : grid.axes()) {
        for (double t : grid.t()) {
          for (int parts : grid.parts()) {
            add(settings, grid, new Scored(t, axes, parts, null, score++, -1));
          }
        }
      }
    }
    for (int mask = 0; mask < masks.size(); mask++) {
      for (Axes axes : grid.axes()) {
        add(
            settings,
            grid,
            new Scored(grid.t().get(0), axes, null, masks.get(mask), score++, mask));
      }
    }
    return new SettingGrid(List.copyOf(settings), scores);
  }

  /** Whether cells are weighed by attention, be it beside masks. */
  enum Weighting {
    ATTENTION,
    MASKS_ONLY
  }

  /** What decides a score, and where it stands. */
  private record Scored(
      double t, Axes axes, Integer parts, String mask, int score, int maskNumber) {
    GridSetting with(int n, int k) {
      Setting setting = new Setting(null, n, k, t, axes, mask);
      if (parts != null && parts != AttentionScoring.TOP) {
        setting = new Setting(setting.name() + "-parts" + parts, n, k, t, axes, null);
      }
      return new GridSetting(setting, parts, score, maskNumber);
    }
  }

  private static void add(List<GridSetting> settings, ValueGrid grid, Scored scored) {
    for (int n : grid.n()) {
      for (int k : grid.k()) {
        if (k <= n) {
          settings.add(scored.with(n, k));
        }
      }
    }
    if (settings.size() > MAX_SETTINGS) {
      throw new UserException("Invalid grid: it has more than %d settings".formatted(MAX_SETTINGS));
    }
  }

  /** The same scores for some of the settings. */
  SettingGrid only(List<GridSetting> some) {
    return new SettingGrid(some, scores);
  }

  /** Candidates of the setting that has most. */
  int mostCandidates() {
    return settings.stream().mapToInt(setting -> setting.setting().n()).max().orElse(0);
  }
}
