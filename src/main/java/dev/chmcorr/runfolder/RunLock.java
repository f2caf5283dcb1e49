package dev.chmcorr.runfolder;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.store.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;

/**
 * Ownership of a run folder: two processes that wrote to one would double its rows. The owner's
 * name is kept in a file that it renews while it lives; the lock of a killed process is taken over,
 * at once on its own host and by YARN's next attempt at its application; elsewhere, or if it was
 * killed while it wrote its name, when it has not been renewed for a minute. Containers that run
 * side by side must have host names of their own.
 *
 * <p>Of processes that find a folder free at the same time, one gets it: on local disks, on HDFS,
 * and on S3 where the server knows {@code If-None-Match} (Amazon's does) and {@code
 * fs.s3a.create.conditional.enabled} is on, as it is by default. On other stores, and where several
 * take over the lock of the same dead process at once, all of them may begin; the file then names
 * the last. All but that one, and an owner that was suspended for so long that another took its
 * folder, are stopped by {@link #demandHeld} before they write or commit the next thing. What
 * remains is the moment between that check and the write.
 */
public final class RunLock implements AutoCloseable {
  static final String FILE = "_lock";

  private static final long RENEWAL_SECONDS = 15;
  private static final long STALE_MILLISECONDS = 60_000;

  /** The locks that this process holds, by their folders. */
  private static final Map<Path, RunLock> HELD = new ConcurrentHashMap<>();

  private final Path folder;
  private final LockFile file;
  private final ScheduledExecutorService renewal;

  private RunLock(Path folder, LockFile file) {
    this.folder = folder;
    this.file = file;
    this.renewal =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "chmcorr-lock");
              thread.setDaemon(true);
              return thread;
            });
    Future<?> unused =
        renewal.scheduleWithFixedDelay(
            this::renew, RENEWAL_SECONDS, RENEWAL_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Takes a folder, which is created if need be.
   *
   * @throws UserException if another process has it
   */
  public static RunLock acquire(Storage store, Path folder) throws IOException {
    Attempt attempt = attempt(store, folder);
    return attempt.lock().orElseThrow(() -> attempt.refusal(folder));
  }

  /**
   * What came of trying to take a folder.
   *
   * @param lock if it was free
   * @param owner the process that has it, such as 123@host, if it was not and that is known yet
   */
  public record Attempt(Optional<RunLock> lock, Optional<String> owner) {
    private static final Attempt JUST_BEGUN = new Attempt(Optional.empty(), Optional.empty());

    private UserException refusal(Path folder) {
      return new UserException(
          owner
              .map(
                  process ->
                      "Cannot write to %s: process %s is at work there; wait for it, or delete %s if you know that it is not"
                          .formatted(folder, process, new Path(folder, FILE)))
              .orElse(
                  "Cannot write to %s: another process has just begun there; wait for it, or give the same command again in a minute if it was killed"
                      .formatted(folder)));
    }
  }

  /**
   * Takes a folder, which is created if need be, unless another process has it.
   *
   * @throws UserException if its lock does not say which one has
   */
  public static Attempt attempt(Storage store, Path folder) throws IOException {
    LockFile file = new LockFile(store, new Path(folder, FILE));
    if (!file.create()) {
      Optional<Attempt> living = makeWay(folder, file);
      if (living.isPresent()) {
        return living.get();
      }
      if (!file.create()) {
        return Attempt.JUST_BEGUN;
      }
    }
    RunLock lock = new RunLock(folder, file);
    HELD.put(folder, lock);
    return new Attempt(Optional.of(lock), Optional.empty());
  }

  /** Deletes a lock whose owner is dead; else says what the attempt comes to. */
  private static Optional<Attempt> makeWay(Path folder, LockFile file) throws IOException {
    try {
      Optional<Attempt> living = living(folder, file);
      if (living.isEmpty()) {
        file.delete();
      }
      return living;
    } catch (FileNotFoundException e) {
      // Its owner has finished and deleted it.
      return Optional.empty();
    }
  }

  private static Optional<Attempt> living(Path folder, LockFile file) throws IOException {
    String text = file.owner();
    Optional<LockOwner> owner = LockOwner.parse(text);
    if (owner.isEmpty() && !text.isEmpty()) {
      throw new UserException(
          "Cannot write to %s: %s does not say which process is at work there; delete it if you know that none is"
              .formatted(folder, file.path()));
    }
    return isAlive(owner, file.seen())
        ? Optional.of(new Attempt(Optional.empty(), owner.map(LockOwner::toString)))
        : Optional.empty();
  }

  private static boolean isAlive(Optional<LockOwner> owner, long seen) {
    if (owner.isPresent() && owner.get().isFollowedBy(LockOwner.self())) {
      return false;
    }
    return owner.isPresent() && owner.get().isOfThisHost()
        ? owner.get().isAlive(seen)
        : System.currentTimeMillis() - seen <= STALE_MILLISECONDS;
  }

  /**
   * Makes sure that the folder that this process took to write something is still its own. To be
   * called before it is written or committed. Where this process took no folder that holds it,
   * there is nothing to make sure of.
   *
   * @param inside the folder taken or what lies in it at any depth, absolute, with scheme; of
   *     several folders taken that hold it the innermost counts
   * @throws UserException if another process has taken the folder
   */
  public static void demandHeld(Path inside) throws IOException {
    for (Path folder = inside; folder != null; folder = folder.getParent()) {
      RunLock lock = HELD.get(folder);
      if (lock != null) {
        lock.demandOwn();
        return;
      }
    }
  }

  private void demandOwn() throws IOException {
    Optional<String> other = other();
    if (other.isPresent()) {
      throw new UserException(
          "Cannot go on in %s: %s; give the same command again when no other process is at work there"
              .formatted(folder, other.get()));
    }
  }

  /** What happened to the lock, if this process no longer holds it. */
  private Optional<String> other() throws IOException {
    try {
      String owner = file.owner();
      return owner.isEmpty() || owner.equals(LockOwner.self().text())
          ? Optional.empty()
          : Optional.of(
              "process %s has taken it over (this one stood still, or both began at once)"
                  .formatted(named(owner)));
    } catch (FileNotFoundException e) {
      return Optional.of(file.path() + " was deleted");
    }
  }

  private static String named(String owner) {
    return LockOwner.parse(owner).map(LockOwner::toString).orElseGet(() -> Texts.firstLine(owner));
  }

  private void renew() {
    try {
      if (other().isPresent()) {
        // The folder now belongs to another process.
        renewal.shutdown();
      } else {
        file.renew();
      }
    } catch (IOException | FSError e) {
      // The next renewal may succeed; a minute without one only lets others in.
    }
  }

  /** Lets all folders of this process go, before it ends without the threads that took them. */
  public static void releaseAll() {
    HELD.values().forEach(RunLock::close);
  }

  @Override
  public void close() {
    HELD.remove(folder, this);
    renewal.shutdownNow();
    // A run that is interrupted lets its folder go like any other.
    boolean interrupted = Thread.interrupted();
    try {
      renewal.awaitTermination(RENEWAL_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    try {
      if (other().isEmpty()) {
        file.delete();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
