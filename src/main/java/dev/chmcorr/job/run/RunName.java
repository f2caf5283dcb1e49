package dev.chmcorr.job.run;

import dev.chmcorr.domain.UserException;
import java.util.regex.Pattern;

/** Names of runs, which are folders below {@code --out}. */
public final class RunName {
  private static final Pattern NO_NAME =
      Pattern.compile("\\s*|\\.\\.?|_.*|.*[/\\\\:*?\\[\\]{}\\p{Cntrl}].*", Pattern.DOTALL);

  private RunName() {}

  /**
   * Refuses names that lead out of their folder, mean something else to Hadoop, or are kept for
   * what runs share.
   *
   * @throws UserException if it is one
   */
  public static void check(String name) {
    check("--name", name);
  }

  /**
   * The same for another option that names a folder.
   *
   * @throws UserException if the name is no such name
   */
  public static void check(String option, String name) {
    if (NO_NAME.matcher(name).matches()) {
      throw new UserException(
          "Invalid %s: '%s' (must be a folder name that does not begin with _, without any of / \\ : * ? [ ] { })"
              .formatted(option, name));
    }
  }
}
