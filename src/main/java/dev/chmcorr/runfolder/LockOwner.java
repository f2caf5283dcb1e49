package dev.chmcorr.runfolder;

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

  /** Milliseconds by which a file server's clock may be behind this machine's. */
  private static final long START_TOLERANCE = 60_000;

  private static final Pattern TEXT = Pattern.compile("(\\d{1,10})@([^\\s\\p{C}]{1,255})");

  /**
   * Asked for once: a laptop that changes its network may change its name in the middle of a run.
   */
  private static final LockOwner SELF = new LockOwner(ProcessHandle.current().pid(), here());

  /** This process. */
  static LockOwner self() {
    return SELF;
  }

  /** The owner that a text names, if it names one. */
  static Optional<LockOwner> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(new LockOwner(Long.parseLong(matcher.group(1)), matcher.group(2)))
        : Optional.empty();
  }

  /** Whether it ran on this host, where one can see whether it still does. */
  boolean isOfThisHost() {
    return host.equals(SELF.host);
  }

  /**
   * Whether a process of this number is alive that is older than the owner's last sign of life; a
   * younger one only got its number.
   *
   * @param seen when the owner last gave one, in milliseconds since 1970
   */
  boolean isAlive(long seen) {
    return ProcessHandle.of(process)
        .filter(
            found ->
                found.info().startInstant().stream()
                    .allMatch(start -> start.toEpochMilli() < seen + START_TOLERANCE))
        .isPresent();
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
