package dev.chmcorr.job.query;

/** A statement that cannot be run as it stands: one line says why and where. */
public final class SqlMistake extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SqlMistake(String message) {
    super(message);
  }

  SqlMistake(String message, Throwable cause) {
    super(message, cause);
  }
}
