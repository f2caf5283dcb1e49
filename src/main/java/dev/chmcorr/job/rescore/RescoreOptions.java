package dev.chmcorr.job.rescore;

import dev.chmcorr.domain.Limits;
import dev.chmcorr.job.lists.LabelOptions;
import java.util.List;

/**
 * Everything that {@code rescore} needs.
 *
 * @param run folder of {@code rerank}
 * @param out folder of the accuracies
 * @param grid settings to score in
 * @param masks files of masks, {@link #ATTENTION} for none; empty for attention alone
 * @param tables what is written
 * @param labels what is right if it is not what RUN has
 * @param limits how much memory a file of masks may take
 */
public record RescoreOptions(
    String run,
    String out,
    ValueGrid grid,
    List<String> masks,
    Tables tables,
    LabelOptions labels,
    Limits limits) {
  /** In the place of a mask: attention weighs the cells. */
  public static final String ATTENTION = "attention";

  /** What is written of the settings. */
  public enum Tables {
    /** How many queries each predicts right. */
    ACCURACIES,
    /** That, and what each predicts for every query. */
    ACCURACIES_AND_RESULTS
  }

  /** Judged as RUN has it. */
  public RescoreOptions(
      String run, String out, ValueGrid grid, List<String> masks, Tables tables, Limits limits) {
    this(run, out, grid, masks, tables, LabelOptions.NONE, limits);
  }

  public RescoreOptions {
    masks = masks.isEmpty() ? List.of(ATTENTION) : List.copyOf(masks);
    grid.check(masks);
    grid = grid.withParts();
  }
}
