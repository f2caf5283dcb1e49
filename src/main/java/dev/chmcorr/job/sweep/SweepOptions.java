package dev.chmcorr.job.sweep;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.failures.FailureBudget;
import dev.chmcorr.job.study.Study;
import java.util.List;

/**
 * Everything that {@code sweep} needs.
 *
 * @param study what is to be run
 * @param out folder of everything that comes of it
 * @param together how many data sets go on at once
 * @param failures what a data set that is absent or fails means
 * @param cacheMebibytes memory for candidates' features, of all that go on at once
 * @param budget how many bad images of a set end its run
 * @param plan null to run the study
 */
public record SweepOptions(
    Study study,
    String out,
    int together,
    Failures failures,
    int cacheMebibytes,
    FailureBudget budget,
    Plan plan) {
  private static final int MOST_TOGETHER = 64;

  /** What a data set that is absent or fails means for the others. */
  public enum Failures {
    /** Nothing begins if one is absent; after a failure no other begins. */
    STOP,
    /** The others are run. */
    KEEP_GOING
  }

  /**
   * Only says what there is to do.
   *
   * @param earlier folders of runs that tell how fast this machine is, beside those of the study
   * @param rates what else may tell
   */
  public record Plan(List<String> earlier, Unknown rates) {}

  /** What becomes of rates that no earlier run tells. */
  public enum Unknown {
    /** The plan says that they are not known. */
    LEFT,
    /** A few images are run for them. */
    TRIED
  }

  /** Runs the study. */
  public SweepOptions(
      Study study, String out, int together, Failures failures, int cacheMebibytes) {
    this(study, out, together, failures, cacheMebibytes, FailureBudget.DEFAULT, null);
  }

  public SweepOptions {
    if (together < 1 || together > MOST_TOGETHER) {
      throw new UserException(
          "Invalid --together: %d (must be 1..%d)".formatted(together, MOST_TOGETHER));
    }
    if (cacheMebibytes < 1) {
      throw new UserException(
          "Invalid --cache-mib: %d (must be at least 1)".formatted(cacheMebibytes));
    }
  }

  /** Memory for the features of one data set. */
  int cacheOfEach() {
    return Math.max(1, cacheMebibytes / together);
  }

  List<StudyRun> runs(StudyPlaces places) {
    return StudyRun.all(study, places);
  }
}
