package dev.chmcorr.cli;

import dev.chmcorr.domain.Causes;
import dev.chmcorr.domain.UserException;
import java.io.IOException;
import java.io.ObjectStreamException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds in an exception what the user can correct: Spark wraps what tasks throw. */
final class UserErrors {
  private static final Pattern OF_A_TASK =
      Pattern.compile(Pattern.quote(UserException.class.getName()) + ": (.+)");

  private UserErrors() {}

  /** One line that says what is wrong; nothing if it is a bug. */
  static Optional<String> in(Exception exception) {
    return causes(exception, UserException.class)
        .findFirst()
        .map(Throwable::getMessage)
        .or(() -> ofATask(exception))
        .or(
            () ->
                causes(exception, IOException.class)
                    .findFirst()
                    .flatMap(UserErrors::ofTheFileSystem));
  }

  private static <T extends Throwable> Stream<T> causes(Exception exception, Class<T> type) {
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
