package dev.chmcorr.domain;

/**
 * A mistake that the user can correct: its message says what, where, the value, and what to do. The
 * command line prints the message alone and exits with code 3.
 */
public sealed class UserException extends RuntimeException permits UsageException {
  private static final long serialVersionUID = 1L;

  public UserException(String message) {
    super(message);
  }

  public UserException(String message, Throwable cause) {
    super(message, cause);
  }
}
