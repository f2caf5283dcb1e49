package dev.chmcorr.domain;

import java.util.Objects;
import java.util.stream.Stream;

/** What an exception was caused by, and the words for it in a message of one line. */
public final class Causes {
  private Causes() {}

  /** The exception, its cause, the cause of that, and so on. */
  public static Stream<Throwable> of(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause);
  }

  /** The last cause; the exception itself if it has none. */
  public static Throwable root(Throwable thrown) {
    return of(thrown).reduce(thrown, (first, second) -> second);
  }

  /** The first line of an exception's message; {@code null} as text if it has none. */
  public static String firstLine(Throwable thrown) {
    return Texts.firstLine(String.valueOf(thrown.getMessage()));
  }
}
