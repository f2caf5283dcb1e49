package dev.chmcorr.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The file that names the process at work in a folder.
 *
 * @param store that holds it
 * @param path of the file
 */
record LockFile(Store store, Path path) {
  /**
   * Has an object store create only what is not there; on other stores that is what create does.
   */
  private static final String IF_ABSENT =
      Options.CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE;

  /**
   * Creates it in this process's name. Of several processes that try at once one succeeds, as far
   * as {@link RunLock} says.
   *
   * @return whether it was not there
   */
  boolean create() throws IOException {
    try {
      // A full disk may have room for the file and none for its checksum.
      FileSystem system = store.withoutChecksums(path);
      if (system instanceof RawLocalFileSystem disk) {
        if (!createAtOnce(disk)) {
          return false;
        }
        writeSelf(system.createFile(path).overwrite(true));
      } else {
        writeSelf(ifAbsent(system, system.createFile(path).overwrite(false)));
      }
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException | FSError e) {
      return createdDespite(e);
    }
  }

  /** Hadoop first looks, then creates: of two processes that do so at once, both would succeed. */
  private boolean createAtOnce(RawLocalFileSystem disk) throws IOException {
    if (!disk.mkdirs(path.getParent())) {
      throw new IOException("Failed to create folder " + path.getParent());
    }
    return disk.pathToFile(path).createNewFile();
  }

  /** S3 creates when the stream is closed: this has it look then, and not when it is opened. */
  private FSDataOutputStreamBuilder<?, ?> ifAbsent(
      FileSystem system, FSDataOutputStreamBuilder<?, ?> builder) throws IOException {
    return system.hasPathCapability(path, IF_ABSENT) ? builder.opt(IF_ABSENT, true) : builder;
  }

  /**
   * S3 refuses what is there with an exception of its own, even what a first try of ours, whose
   * answer was lost, has put there.
   */
  private boolean createdDespite(Throwable failure) throws IOException {
    String owner = store.exists(path) ? owner() : "";
    if (owner.isEmpty()) {
      store.delete(path);
      throw Store.cannotWrite(path, failure);
    }
    return owner.equals(LockOwner.self().toString());
  }

  /** Writes this process's name again. */
  void renew() throws IOException {
    try (OutputStream out = store.withoutChecksums(path).create(path, true)) {
      writeSelf(out);
    }
  }

  private static void writeSelf(FSDataOutputStreamBuilder<?, ?> builder) throws IOException {
    try (OutputStream out = builder.recursive().build()) {
      writeSelf(out);
    }
  }

  private static void writeSelf(OutputStream out) throws IOException {
    out.write(LockOwner.self().toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Its text; empty on a full disk or in the middle of a renewal. */
  String owner() throws IOException {
    try (InputStream in = store.system(path).open(path)) {
      return new String(in.readNBytes(LockOwner.LONGEST), StandardCharsets.UTF_8);
    }
  }

  /** When it was last written, in milliseconds since 1970. */
  long seen() throws IOException {
    return store.system(path).getFileStatus(path).getModificationTime();
  }

  boolean exists() throws IOException {
    return store.exists(path);
  }

  void delete() throws IOException {
    store.delete(path);
  }
}
