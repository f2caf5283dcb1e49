package dev.chmcorr.job.sweep;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.job.rerank.RerankOptions.Scoring;
import dev.chmcorr.job.rescore.ValueGrid;
import java.util.Collections;
import java.util.List;

/**
 * How a study scores.
 *
 * @param grid whole; every value is combined with every other
 */
record StudySettings(ValueGrid grid) {
  private static final int N = 50;
  private static final int K = 20;
  private static final double T = 0.55;

  /** The published values. */
  static final ValueGrid PUBLISHED =
      new ValueGrid(List.of(N), List.of(K), List.of(T), List.of(Axes.PUBLISHED), null);

  /** Candidates that have to be compared. */
  int mostCandidates() {
    return Collections.max(grid.n());
  }

  /**
   * The setting that a run of {@code rerank} has results of, and reports show: the published values
   * as far as the grid has them, among all candidates.
   */
  Scoring first() {
    int n = mostCandidates();
    int k =
        grid.k().contains(K) && K <= n
            ? K
            : grid.k().stream().filter(votes -> votes <= n).max(Integer::compare).orElseThrow();
    double t = grid.t().contains(T) ? T : grid.t().get(0);
    return new Scoring(n, k, t, firstAxes(), null);
  }

  /** The same with masks; as the grid has it, with its smallest threshold, which decides nothing. */
  Scoring first(String masks) {
    Scoring first = first();
    return new Scoring(first.n(), first.k(), grid.t().get(0), first.axes(), masks);
  }

  private Axes firstAxes() {
    return grid.axes().contains(Axes.PUBLISHED) ? Axes.PUBLISHED : grid.axes().get(0);
  }
}
