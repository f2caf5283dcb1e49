package dev.chmcorr.job.sweep;

import dev.chmcorr.domain.Causes;
import dev.chmcorr.domain.UserException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What came of a study's runs.
 *
 * @param finished what those gave that succeeded, in their order
 * @param failed what others threw; those that have not begun are in neither
 */
record SweepOutcome<T>(Map<StudyRun, T> finished, Map<StudyRun, Exception> failed) {
  /**
   * Fails as the worst of those that failed has, if any has.
   *
   * @throws UserException if the user can mend all of them
   */
  void throwFailures() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<StudyRun, Exception> entry : failed.entrySet()) {
      Throwable failure = mendable(entry.getValue());
      if (failure instanceof IOException io) {
        throw io;
      }
      if (!(failure instanceof UserException)) {
        throw failure instanceof RuntimeException bug ? bug : new IllegalStateException(failure);
      }
      lines.add(entry.getKey().name() + ": " + Causes.firstLine(failure));
    }
    if (!lines.isEmpty()) {
      throw new UserException("Cannot finish " + String.join("; ", lines));
    }
  }

  private static Throwable mendable(Exception failure) {
    return Causes.of(failure).filter(UserException.class::isInstance).findFirst().orElse(failure);
  }
}
