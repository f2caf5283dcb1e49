package dev.chmcorr.job.run;

import dev.chmcorr.domain.UserException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions of Spark that the program runs on; a cluster's users cannot choose theirs. */
final class SparkVersions {
  private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)\\..*");

  private SparkVersions() {}

  /**
   * Refuses a version that is not known to work, before it fails in the middle of a run.
   *
   * @param version as Spark names its own, such as 3.5.8
   * @throws UserException if it is before 3.5 or after 4
   */
  static void check(String version) {
    Matcher numbers = NUMBERS.matcher(version);
    if (!numbers.matches() || !isKnown(numbers.group(1), numbers.group(2))) {
      throw new UserException(
          "Cannot run on Spark %s: this program needs Spark 3.5 or 4 (it is tested on 3.5 to 4.2)"
              .formatted(version));
    }
  }

  /** Whether its sessions are of one of two kinds, in one process or in two. */
  static boolean hasClassic(String version) {
    return !version.startsWith("3.");
  }

  private static boolean isKnown(String major, String minor) {
    return major.equals("4") || (major.equals("3") && Integer.parseInt(minor) >= 5);
  }
}
