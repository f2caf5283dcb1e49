package dev.chmcorr.domain;

/**
 * An option that makes no sense beside the others, which may show only when a record is read: exit
 * code 2.
 */
public final class UsageException extends UserException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }
}
