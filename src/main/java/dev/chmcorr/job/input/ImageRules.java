package dev.chmcorr.job.input;

import dev.chmcorr.domain.Limits;
import dev.chmcorr.job.failures.FailureBudget;
import java.io.Serializable;

/**
 * What images a run takes.
 *
 * @param onError what a bad image does
 * @param limits larger images are bad ones
 * @param budget how many bad ones end the run
 */
public record ImageRules(OnError onError, Limits limits, FailureBudget budget)
    implements Serializable {
  /** With the budget of a run for which none was given. */
  public ImageRules(OnError onError, Limits limits) {
    this(onError, limits, FailureBudget.DEFAULT);
  }
}
