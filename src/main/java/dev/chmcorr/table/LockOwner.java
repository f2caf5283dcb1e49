package dev.chmcorr.table;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that owns a folder, as its {@link RunLock} names it.
 *
 * @param process its number
 * @param host where it runs
 */
record LockOwner(long process, String host) {
  /** Bytes of the longest name. */
  static final int LONGEST = 300;

  private static final Pattern TEXT = Pattern.compile("(\\d{1,10})@(\\S{1,255})");

  /** This process. */
  static LockOwner self() {
    return new LockOwner(ProcessHandle.current().pid(), here());
  }

  /** The owner that a text names, if it names one. */
  static Optional<LockOwner> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(new LockOwner(Long.parseLong(matcher.group(1)), matcher.group(2)))
        : Optional.empty();
  }

  /** Whether it is known to have ended: on its own host one can see that. */
  boolean isDead() {
    return host.equals(here()) && ProcessHandle.of(process).isEmpty();
  }

  private static String here() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  @Override
  public String toString() {
    return process + "@" + host;
  }
}
