package dev.chmcorr.pickle;

import java.io.IOException;

/**
 * A pickle that is broken or asks for something that is not allowed. The message is one line,
 * whatever the file put into it, and leaves the file's name to the caller.
 */
public final class PickleException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 300;

  public PickleException(String message) {
    super(printable(message));
  }

  private static String printable(String message) {
    String line = message.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "?");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
