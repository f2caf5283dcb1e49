package dev.chmcorr.job.query;

import dev.chmcorr.domain.Causes;
import dev.chmcorr.domain.Printable;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import org.apache.spark.QueryContext;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import scala.Option;

/** What Spark says of a statement, as one line that a person understands. */
final class SqlErrors {
  private static final int MAX_SHOWN = 500;

  /** SQL's classes of conditions for what a statement's writer can mend. */
  private static final String MENDABLE = "(0A|2[12]|42)\\w*";

  /** Advice to change settings, which no statement may. */
  private static final String OF_SETTINGS = " If necessary set .* to bypass this error\\.";

  private static final String NO_TABLE = "TABLE_OR_VIEW_NOT_FOUND";

  private SqlErrors() {}

  /**
   * The mistake in a statement that made it fail; nothing if it failed for something else.
   *
   * @param statement its text
   * @param tables names that it might have meant
   */
  static Optional<SqlMistake> mistake(
      Exception thrown, String statement, Collection<String> tables) {
    return Causes.of(thrown)
        .filter(cause -> cause instanceof SparkThrowable && isMendable((SparkThrowable) cause))
        .findFirst()
        .map(cause -> new SqlMistake(line(cause, statement, tables), thrown));
  }

  private static boolean isMendable(SparkThrowable thrown) {
    return !thrown.isInternalError() && String.valueOf(thrown.getSqlState()).matches(MENDABLE);
  }

  private static String line(Throwable cause, String statement, Collection<String> tables) {
    String condition = String.valueOf(((SparkThrowable) cause).getErrorClass());
    String said = said(cause);
    if (condition.startsWith(NO_TABLE)) {
      said = said.replaceFirst("(?s) Verify .*", "") + " Tables: " + String.join(", ", tables);
    }
    String shown = Printable.of(said.strip().replaceFirst("\\.$", ""), MAX_SHOWN);
    return "Cannot run the query: " + where(cause, statement) + shown;
  }

  /** Its message without condition, SQL state, plan and the statement itself. */
  private static String said(Throwable cause) {
    String message =
        cause instanceof AnalysisException analysis ? analysis.message() : cause.getMessage();
    return message
        .replaceFirst("(?s)\\n?== .*", "")
        .replaceFirst("^\\s*\\[[A-Z0-9_.]+\\]\\s*", "")
        .replaceFirst("(?s)\\s*SQLSTATE: \\w{5}.*", "")
        .replaceAll("\\s+", " ")
        .replaceFirst(OF_SETTINGS, "");
  }

  private static String where(Throwable cause, String statement) {
    Optional<Integer> index =
        Arrays.stream(((SparkThrowable) cause).getQueryContext())
            .map(QueryContext::startIndex)
            .filter(start -> start >= 0 && start < statement.length())
            .findFirst();
    if (index.isPresent()) {
      String before = statement.substring(0, index.get());
      int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
      return place(line, index.get() - before.lastIndexOf('\n'));
    }
    if (cause instanceof AnalysisException analysis && analysis.line().isDefined()) {
      return place(number(analysis.line()), number(analysis.startPosition()) + 1);
    }
    return "";
  }

  private static int number(Option<Object> position) {
    return position.isDefined() ? (Integer) position.get() : 0;
  }

  private static String place(int line, int column) {
    return "line %d, column %d: ".formatted(line, column);
  }
}
