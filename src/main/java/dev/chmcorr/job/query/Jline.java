package dev.chmcorr.job.query;

import dev.chmcorr.domain.UserException;

/** The library that knows terminals. Spark brings it, but for Spark 3.5 with Scala 2.12. */
final class Jline {
  static final boolean IS_THERE = isThere("org.jline.utils.WCWidth");

  private Jline() {}

  static boolean isThere(String className) {
    try {
      Class.forName(className, false, Jline.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * Before queries are asked for.
   *
   * @throws UserException if they cannot be
   */
  static void demand(boolean isThere) {
    if (!isThere) {
      throw new UserException(
          "Cannot ask for queries: this Spark brings no jline; give the query after the run, or by --file");
    }
  }
}
