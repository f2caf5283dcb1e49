package dev.chmcorr.table;

import dev.chmcorr.domain.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Ownership of a run folder: two processes that wrote to one would double its rows. The owner's
 * name stands in a file that it renews while it lives; the lock of a killed process is taken over,
 * at once on its own host, elsewhere when it has not been renewed for a minute.
 */
public final class RunLock implements AutoCloseable {
  static final String FILE = "_lock";

  private static final long RENEWAL_SECONDS = 15;
  private static final long STALE_MILLISECONDS = 60_000;

  private final Store store;
  private final Path file;
  private final ScheduledExecutorService renewal;

  private RunLock(Store store, Path file) {
    this.store = store;
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
  public static RunLock acquire(Store store, Path folder) throws IOException {
    Path file = new Path(folder, FILE);
    if (!create(store, file)) {
      refuseLiving(store, folder, file);
      store.delete(file);
      if (!create(store, file)) {
        throw justBegun(folder);
      }
    }
    return new RunLock(store, file);
  }

  private static boolean create(Store store, Path file) throws IOException {
    try {
      // A full disk may have room for the file and none for its checksum.
      FileSystem system = store.withoutChecksums(file);
      if (system instanceof RawLocalFileSystem disk) {
        if (!createAtOnce(disk, file)) {
          return false;
        }
        writeSelf(system.createFile(file).overwrite(true));
      } else {
        writeSelf(system.createFile(file).overwrite(false));
      }
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException | FSError e) {
      if (isAnothers(store, file)) {
        return false;
      }
      store.delete(file);
      throw Store.cannotWrite(file, e);
    }
    return true;
  }

  /** Hadoop first looks, then creates: of two processes that do so at once, both would succeed. */
  private static boolean createAtOnce(RawLocalFileSystem disk, Path file) throws IOException {
    if (!disk.mkdirs(file.getParent())) {
      throw new IOException("Failed to create folder " + file.getParent());
    }
    return disk.pathToFile(file).createNewFile();
  }

  /** An empty one is our own, on a full disk or in the middle of a renewal. */
  private static boolean isAnothers(Store store, Path file) throws IOException {
    if (!store.exists(file)) {
      return false;
    }
    String owner = text(store, file);
    return !owner.isEmpty() && !owner.equals(LockOwner.self().toString());
  }

  private static void refuseLiving(Store store, Path folder, Path file) throws IOException {
    String text = text(store, file);
    Optional<LockOwner> owner = LockOwner.parse(text);
    long seen = store.system(file).getFileStatus(file).getModificationTime();
    if (owner.isEmpty() && !text.isEmpty()) {
      throw new UserException(
          "Cannot write to %s: %s does not say which process is at work there; delete it if you know that none is"
              .formatted(folder, file));
    }
    boolean here = owner.isPresent() && owner.get().isOfThisHost();
    boolean alive =
        here ? owner.get().isAlive(seen) : System.currentTimeMillis() - seen <= STALE_MILLISECONDS;
    if (!alive) {
      return;
    }
    if (owner.isEmpty()) {
      throw justBegun(folder);
    }
    throw new UserException(
        "Cannot write to %s: process %s is at work there; wait for it, or delete %s if you know that it is not"
            .formatted(folder, owner.get(), file));
  }

  private static UserException justBegun(Path folder) {
    return new UserException(
        "Cannot write to %s: another process has just begun there".formatted(folder));
  }

  private static String text(Store store, Path file) throws IOException {
    try (InputStream in = store.system(file).open(file)) {
      return new String(in.readNBytes(LockOwner.LONGEST), StandardCharsets.UTF_8);
    }
  }

  private static void writeSelf(FSDataOutputStreamBuilder<?, ?> builder) throws IOException {
    // Object stores create when the stream is closed; this has them look then once more.
    builder.opt(Options.CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true);
    try (OutputStream out = builder.recursive().build()) {
      writeSelf(out);
    }
  }

  private static void writeSelf(OutputStream out) throws IOException {
    out.write(LockOwner.self().toString().getBytes(StandardCharsets.UTF_8));
  }

  private void renew() {
    try {
      if (!isOurs()) {
        // Taken over while this process stood still: not to be taken back.
        renewal.shutdown();
        return;
      }
      try (OutputStream out = store.withoutChecksums(file).create(file, true)) {
        writeSelf(out);
      }
    } catch (IOException | FSError e) {
      // The next renewal may succeed; a minute without one only lets others in.
    }
  }

  private boolean isOurs() throws IOException {
    return store.exists(file) && !isAnothers(store, file);
  }

  @Override
  public void close() {
    renewal.shutdownNow();
    try {
      renewal.awaitTermination(RENEWAL_SECONDS, TimeUnit.SECONDS);
      if (isOurs()) {
        store.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
