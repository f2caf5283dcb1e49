package dev.chmcorr.domain;

/**
 * Paths as tables and messages have them: those of local files without a scheme, so that any
 * program opens them as they are; all others as Hadoop writes them. Nothing is escaped in either.
 */
public final class TablePath {
  private static final String LOCAL = "file:";

  private TablePath() {}

  /** A path as tables have it. */
  public static String of(String path) {
    if (!path.startsWith(LOCAL + "/")) {
      return path;
    }
    int start = LOCAL.length();
    while (path.startsWith("//", start)) {
      start++;
    }
    return path.substring(start);
  }

  /** The same with its scheme, which says that it is local whatever the default file system is. */
  public static String located(String text) {
    return text.startsWith("/") ? LOCAL + text : text;
  }
}
