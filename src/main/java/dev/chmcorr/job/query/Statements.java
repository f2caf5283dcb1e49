package dev.chmcorr.job.query;

import java.util.ArrayList;
import java.util.List;

/**
 * A text in Spark SQL, split at semicolons outside of quotes and comments.
 *
 * @param complete statements that a semicolon ends, without it; none is blank
 * @param rest what follows the last semicolon
 */
record Statements(List<String> complete, String rest) {

  static Statements of(String text) {
    List<String> complete = new ArrayList<>();
    int start = 0;
    int i = 0;
    while (i < text.length()) {
      if (text.charAt(i) == ';') {
        add(complete, text.substring(start, i));
        start = i + 1;
      }
      i = next(text, i);
    }
    return new Statements(complete, text.substring(start));
  }

  /** All of them, whether or not a semicolon ends the last. */
  List<String> all() {
    List<String> all = new ArrayList<>(complete);
    add(all, rest);
    return all;
  }

  private static void add(List<String> statements, String statement) {
    if (!isBlank(statement)) {
      statements.add(statement.strip());
    }
  }

  /** Whether there is nothing but blanks and comments. */
  static boolean isBlank(String text) {
    int i = 0;
    while (i < text.length()) {
      boolean comment = text.startsWith("--", i) || text.startsWith("/*", i);
      if (!comment && !Character.isWhitespace(text.charAt(i))) {
        return false;
      }
      i = next(text, i);
    }
    return true;
  }

  /** Where what begins here ends: a character, a quoted text, a comment. */
  private static int next(String text, int from) {
    char first = text.charAt(from);
    if (first == '\'' || first == '"' || first == '`') {
      return endOfQuoted(text, from);
    }
    if (text.startsWith("--", from)) {
      return after(text, "\n", from + 2);
    }
    return text.startsWith("/*", from) ? after(text, "*/", from + 2) : from + 1;
  }

  private static int after(String text, String end, int from) {
    int found = text.indexOf(end, from);
    return found < 0 ? text.length() : found + end.length();
  }

  /** Backslashes escape in texts, not in names. A quote twice ends one text and begins the next. */
  private static int endOfQuoted(String text, int from) {
    char quote = text.charAt(from);
    int i = from + 1;
    while (i < text.length() && text.charAt(i) != quote) {
      i += text.charAt(i) == '\\' && quote != '`' ? 2 : 1;
    }
    return Math.min(i + 1, text.length());
  }
}
