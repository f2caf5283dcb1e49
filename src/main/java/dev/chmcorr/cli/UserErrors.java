package dev.chmcorr.cli;

import dev.chmcorr.domain.Causes;
import dev.chmcorr.domain.UserException;
import java.io.IOException;
import java.io.ObjectStreamException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkThrowable;

/** Finds in an exception what the user can correct: Spark wraps what tasks throw. */
final class UserErrors {
  private static final Pattern OF_A_TASK =
      Pattern.compile(Pattern.quote(UserException.class.getName()) + ": (.+)");

  /** Spark's conditions for a file of a table that it cannot read. */
  private static final String UNREADABLE = "(FAILED_READ_FILE|CANNOT_READ_FILE_FOOTER)\\b.*";

  private UserErrors() {}

  /** One line that says what is wrong; nothing if it is a bug. */
  static Optional<String> in(Exception exception) {
    return causes(exception, UserException.class)
        .findFirst()
        .map(Throwable::getMessage)
        .or(() -> ofATask(exception))
        .or(() -> ofATable(exception))
        .or(
            () ->
                causes(exception, IOException.class)
                    .findFirst()
                    .flatMap(UserErrors::ofTheFileSystem));
  }

  private static <T> Stream<T> causes(Exception exception, Class<T> type) {
    return Causes.of(exception).filter(type::isInstance).map(type::cast);
  }

  /**
   * Where Spark finds no executor left that may try a task again (spark.excludeOnFailure), it gives
   * the text of what the task threw last, and no cause.
   */
  private static Optional<String> ofATask(Exception exception) {
    return Causes.of(exception)
        .map(cause -> OF_A_TASK.matcher(String.valueOf(cause.getMessage())))
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .findFirst();
  }

  /** A file of a table that Spark cannot read: the table is its folder. */
  private static Optional<String> ofATable(Exception exception) {
    return causes(exception, SparkThrowable.class)
        .filter(thrown -> String.valueOf(thrown.getErrorClass()).matches(UNREADABLE))
        .map(thrown -> thrown.getMessageParameters().get("path"))
        .filter(Objects::nonNull)
        .findFirst()
        .map(file -> cannotRead(new Path(file), Causes.root(exception)));
  }

  private static String cannotRead(Path file, Throwable why) {
    String reason =
        Causes.firstLine(why).replaceFirst("^\\S*" + Pattern.quote(file.getName()), "it");
    return "Cannot read table %s: %s: %s (%s); put the file back, or delete the table and give the command that made it again"
        .formatted(file.getParent(), file.getName(), reason, why.getClass().getSimpleName());
  }

  /** The file system's own message: no permission, no space, a file where a folder should be. */
  private static Optional<String> ofTheFileSystem(IOException exception) {
    if (exception instanceof ObjectStreamException) {
      // Driver and executors could not exchange an object: a bug, whatever the file system.
      return Optional.empty();
    }
    return Optional.of(
        "Cannot read or write: %s (%s)"
            .formatted(Causes.firstLine(exception), exception.getClass().getSimpleName()));
  }
}
