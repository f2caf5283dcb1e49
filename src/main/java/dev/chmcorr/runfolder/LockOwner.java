package dev.chmcorr.runfolder;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.yarn.api.records.ApplicationAttemptId;
import org.apache.hadoop.yarn.api.records.ContainerId;

/**
 * A process that owns a folder, as its {@link RunLock} names it. Number and host do not tell it
 * from a later one: a container that starts again often has the same of both.
 *
 * @param process its number
 * @param host where it runs
 * @param life a random text of this process alone; empty in a lock of a version that wrote none
 * @param attempt YARN's name of the attempt at an application that it belongs to; empty elsewhere
 */
record LockOwner(long process, String host, String life, String attempt) {
  /** Bytes of the longest text. */
  static final int MAX_BYTES = 400;

  /** Milliseconds by which a file server's clock may be behind this machine's. */
  private static final long START_TOLERANCE = 60_000;

  private static final Pattern TEXT =
      Pattern.compile(
          "(\\d{1,10})@([^\\s\\p{C}]{1,255})(?: ([0-9a-f-]{36}))?"
              + "(?: (appattempt_\\d{1,15}_\\d{1,9}_\\d{1,9}))?");

  /**
   * Asked for once: a laptop that changes its network may change its name in the middle of a run.
   */
  private static final LockOwner SELF =
      new LockOwner(
          ProcessHandle.current().pid(),
          here(),
          UUID.randomUUID().toString(),
          attemptOf(System.getenv("CONTAINER_ID")));

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
                Objects.requireNonNullElse(matcher.group(3), ""),
                Objects.requireNonNullElse(matcher.group(4), "")))
        : Optional.empty();
  }

  /** What {@link #parse} reads. */
  String text() {
    return String.join(" ", toString(), life, attempt).strip();
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

  /**
   * Whether another process is a later attempt at the same application: YARN begins that when the
   * earlier is over, on whatever host.
   */
  boolean isFollowedBy(LockOwner other) {
    if (attempt.isEmpty() || other.attempt.isEmpty()) {
      return false;
    }
    ApplicationAttemptId earlier = ApplicationAttemptId.fromString(attempt);
    ApplicationAttemptId later = ApplicationAttemptId.fromString(other.attempt);
    return earlier.getApplicationId().equals(later.getApplicationId())
        && earlier.getAttemptId() < later.getAttemptId();
  }

  /**
   * The attempt that a container of YARN belongs to.
   *
   * @param container its name; null outside of YARN
   */
  static String attemptOf(String container) {
    try {
      return container == null
          ? ""
          : ContainerId.fromString(container).getApplicationAttemptId().toString();
    } catch (IllegalArgumentException e) {
      // Somebody else's variable of that name.
      return "";
    }
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
