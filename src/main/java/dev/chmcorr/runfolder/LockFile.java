package dev.chmcorr.runfolder;

import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.ipc.RemoteException;

/**
 * The file that names the process at work in a folder.
 *
 * @param store that holds it
 * @param path of the file
 */
record LockFile(Storage store, Path path) {
  /** Has an object store create only what is not there; other stores do so without it. */
  private static final String IF_ABSENT =
      Options.CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE;

  /** How HDFS refuses to create a file that another client has open for writing. */
  private static final Set<String> BEING_WRITTEN =
      Set.of(
          "org.apache.hadoop.hdfs.protocol.AlreadyBeingCreatedException",
          "org.apache.hadoop.hdfs.protocol.RecoveryInProgressException");

  /**
   * Creates it in this process's name. Of several processes that try at once one succeeds, as far
   * as {@link RunLock} says.
   *
   * @return whether it was not there
   */
  boolean create() throws IOException {
    // HDFS, asked to create what a process killed long ago left open, would close it: as of now.
    if (exists()) {
      return false;
    }
    try {
      return write(open());
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException | FSError e) {
      if (e instanceof RemoteException remote && BEING_WRITTEN.contains(remote.getClassName())) {
        return false;
      }
      throw Storage.cannotWrite(path, e);
    }
  }

  /** Opens it for writing, by which it is created if need be, except on object stores. */
  private OutputStream open() throws IOException {
    // A full disk may have room for the file and none for its checksum.
    FileSystem system = store.withoutChecksums(path);
    if (!(system instanceof RawLocalFileSystem disk)) {
      return ifAbsent(system, system.createFile(path).overwrite(false)).recursive().build();
    }
    if (!createAtOnce(disk)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    return disk.createFile(path).overwrite(true).recursive().build();
  }

  /** Hadoop first looks, then creates: of two processes that do so at once, both would succeed. */
  private boolean createAtOnce(RawLocalFileSystem disk) throws IOException {
    if (!disk.mkdirs(path.getParent())) {
      throw new IOException("Failed to create folder " + path.getParent());
    }
    return disk.pathToFile(path).createNewFile();
  }

  /**
   * S3 creates when the stream is closed: with this option it checks then, and not when the stream
   * is opened.
   */
  private FSDataOutputStreamBuilder<?, ?> ifAbsent(
      FileSystem system, FSDataOutputStreamBuilder<?, ?> builder) throws IOException {
    return system.hasPathCapability(path, IF_ABSENT) ? builder.opt(IF_ABSENT, true) : builder;
  }

  /** Writes this process's name; returns whether it is there now. */
  private boolean write(OutputStream opened) throws IOException {
    try (OutputStream out = opened) {
      writeSelf(out);
      return true;
    } catch (IOException | FSError e) {
      return writtenDespite(e);
    }
  }

  /**
   * S3 refuses what is there with an exception of its own, even what a first try of ours, whose
   * answer was lost, has put there. Elsewhere it was opened, so what is empty is ours.
   */
  private boolean writtenDespite(Throwable failure) throws IOException {
    String owner = exists() ? owner() : "";
    if (owner.isEmpty()) {
      delete();
      throw Storage.cannotWrite(path, failure);
    }
    return owner.equals(LockOwner.self().text());
  }

  /** Writes this process's name again. */
  void renew() throws IOException {
    try (OutputStream out = store.withoutChecksums(path).create(path, true)) {
      writeSelf(out);
    }
  }

  private static void writeSelf(OutputStream out) throws IOException {
    out.write(LockOwner.self().text().getBytes(StandardCharsets.UTF_8));
  }

  /** Its text; empty on a full disk or while it is written. */
  String owner() throws IOException {
    try (InputStream in = store.system(path).open(path)) {
      return new String(in.readNBytes(LockOwner.MAX_BYTES), StandardCharsets.UTF_8);
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
