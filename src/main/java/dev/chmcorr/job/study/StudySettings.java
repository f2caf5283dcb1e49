package dev.chmcorr.job.study;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.job.rerank.RerankOptions.Scoring;
import dev.chmcorr.job.rescore.ValueGrid;
import java.util.List;

/**
 * How a study scores.
 *
 * @param grid whole; every value is combined with every other
 * @param listed the values that stand first in the file, which a run of {@code rerank} has results
 *     of, and reports show; n is the largest, as all candidates are compared
 */
public record StudySettings(ValueGrid grid, Scoring listed) {
  /** The published values. */
  static final ValueGrid PUBLISHED =
      new ValueGrid(List.of(50), List.of(20), List.of(0.55), List.of(Axes.PUBLISHED), null);

  /** Candidates that have to be compared. */
  public int mostCandidates() {
    return listed.n();
  }

  /** The setting that stands first. */
  public Scoring first() {
    return listed;
  }

  /**
   * The same with masks, as the grid has it: with its smallest threshold, which decides nothing.
   */
  public Scoring first(String masks) {
    return new Scoring(listed.n(), listed.k(), grid.t().get(0), listed.axes(), masks);
  }
}
