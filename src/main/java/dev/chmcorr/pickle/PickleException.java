package dev.chmcorr.pickle;

import dev.chmcorr.domain.Printable;
import java.io.IOException;

/**
 * A pickle that is broken or asks for something that is not allowed. The message is one line,
 * whatever the file put into it, and leaves the file's name to the caller.
 */
public final class PickleException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_LENGTH = 300;

  public PickleException(String message) {
    super(Printable.of(message, MAX_LENGTH));
  }
}
