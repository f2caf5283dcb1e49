package dev.chmcorr.runfolder;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that owns a folder, as its {@link RunLock} names it. Number and host do not tell it
 * from a later one: a container that starts again often has the same of both.
 *
 * @param process its number
 * @param host where it runs
 * @param life a random text of this process alone; empty in a lock of a version that wrote none
 */
record LockOwner(long process, String host, String life) {
  /** Bytes of the longest text. */
  static final int MAX_BYTES = 400;

  /** Milliseconds by which a file server's clock may be behind this machine's. */
  private static final long START_TOLERANCE = 60_000;

  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,10})@([^\\s\\p{C}]{1,255})(?: ([0-9a-f-]{36}))?");

  /**
   * Asked for once: a laptop that changes its network may change its name in the middle of a run.
   */
  private static final LockOwner SELF =
      new LockOwner(ProcessHandle.current().pid(), here(), UUID.randomUUID().toString());

  /** This process. */
  static LockOwner self() {
    return SELF;
  }

  /** The owner that a text names, if it names one. */
  static Optional<LockOwner> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new LockOwner(
                Long.parseLong(matcher.group(1)),
                matcher.group(2),
                Objects.requireNonNullElse(matcher.group(3), "")))
        : Optional.empty();
  }

  /** What {@link #parse} reads. */
  String text() {
    return life.isEmpty() ? toString() : this + " " + life;
  }

  /** Whether it ran on this host, where one can see whether it still does. */
  boolean isOfThisHost() {
    return host.equals(SELF.host);
  }

  /**
   * Whether it is alive. An owner with this process's number is alive only if it is this process.
   * Any other is alive if a process of its number exists that is older than the owner's last sign
   * of life; a younger one only got its number.
   *
   * @param seen when the owner last gave one, in milliseconds since 1970
   */
  boolean isAlive(long seen) {
    if (process == SELF.process) {
      return equals(SELF);
    }
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

  /** As messages name it. */
  @Override
  public String toString() {
    return process + "@" + host;
  }
}
