package dev.chmcorr.job.method;

/** Options of scoring that do not mean something to every method. */
public enum ScoringOption {
  /** The threshold of attention. */
  THRESHOLD("--T"),
  /** Which similarity map. */
  AXES("--axes"),
  /** Files as the published program has them. */
  PER_QUERY("--per-query");

  private final String option;

  ScoringOption(String option) {
    this.option = option;
  }

  /** As on the command line. */
  public String option() {
    return option;
  }
}
