package dev.chmcorr.store;

import dev.chmcorr.domain.Causes;
import dev.chmcorr.domain.UserException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FutureDataInputStreamBuilder;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.functional.FutureIO;

/** Files and folders on any Hadoop file system ({@code file:}, {@code hdfs:}, {@code s3a:}). */
public final class Storage {
  private static final Pattern TEMPORARY = Pattern.compile("\\..+\\.[0-9a-f-]{36}\\.tmp");

  private final Configuration configuration;

  /**
   * Reaches what a Hadoop configuration reaches.
   *
   * @param configuration its credentials and file systems
   */
  public Storage(Configuration configuration) {
    this.configuration = configuration;
  }

  /** The absolute path, with scheme, that a user's text means. */
  public Path path(String text) {
    try {
      Path path = new Path(text);
      return path.getFileSystem(configuration).makeQualified(path);
    } catch (RuntimeException | IOException e) {
      String hint =
          text.startsWith("s3a:") && e.getMessage().contains("ClassNotFound")
              ? "; give spark-submit the option --packages org.apache.hadoop:hadoop-aws:VERSION"
              : "";
      throw new UserException("Cannot use path %s: %s%s".formatted(text, e.getMessage(), hint), e);
    }
  }

  private boolean isFolder(Path path) throws IOException {
    return exists(path) && system(path).getFileStatus(path).isDirectory();
  }

  /** The file system that holds a path. */
  public FileSystem system(Path path) throws IOException {
    return path.getFileSystem(configuration);
  }

  /**
   * The same file system, which leaves no {@code .crc} files where Hadoop would keep them beside
   * what it creates (on local disks).
   */
  public FileSystem withoutChecksums(Path path) throws IOException {
    FileSystem system = system(path);
    return system instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : system;
  }

  /** Whether there is such a file or folder. */
  public boolean exists(Path path) throws IOException {
    return system(path).exists(path);
  }

  /**
   * The status of a file or folder.
   *
   * @param what it is, for the message
   * @throws UserException if there is none
   */
  public FileStatus require(String what, Path path) throws IOException {
    try {
      return system(path).getFileStatus(path);
    } catch (FileNotFoundException e) {
      throw new UserException("Cannot find %s %s: no such file or folder".formatted(what, path), e);
    }
  }

  /**
   * Whether a path lies where a file appears, whole, when its stream is closed, and where a folder
   * is renamed file by file, each copied and then deleted (S3).
   */
  public boolean isObjectStore(Path path) throws IOException {
    return system(path).hasPathCapability(path, CommonPathCapabilities.ABORTABLE_STREAM);
  }

  /** What lies in a folder; nothing if there is no such folder. */
  public FileStatus[] list(Path folder) throws IOException {
    try {
      return system(folder).listStatus(folder);
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }

  /** Deletes a file, or a folder and all in it; nothing if there is none. */
  public void delete(Path path) throws IOException {
    system(path).delete(path, true);
  }

  /**
   * Deletes what killed writers leave in a folder: of a table's parts, and of files that were to be
   * written whole.
   */
  public void deleteUnfinished(Path folder) throws IOException {
    for (FileStatus status : list(folder)) {
      String name = status.getPath().getName();
      if (name.equals("_temporary") || name.startsWith("__magic_job-") || isTemporary(name)) {
        delete(status.getPath());
      }
    }
  }

  /** Whether {@link #writeWhole} gave a name to what was not yet whole. */
  public static boolean isTemporary(String name) {
    return TEMPORARY.matcher(name).matches();
  }

  /** Reads a whole file; for files that fit in memory, such as images. */
  public byte[] read(Path path) throws IOException {
    try (InputStream in = system(path).open(path)) {
      return in.readAllBytes();
    } catch (FSError e) {
      throw unread(e);
    }
  }

  /**
   * The files and folders that a glob matches, in the order of their paths.
   *
   * @throws UserException if one has a name that this process cannot decode
   */
  public List<Path> glob(Path pattern) throws IOException {
    LocalFolder.refuseUndecodable(system(pattern), pattern);
    FileStatus[] matches = system(pattern).globStatus(pattern);
    return matches == null
        ? List.of()
        : Arrays.stream(matches).map(FileStatus::getPath).sorted().toList();
  }

  /** Opens a large file for reading pieces of it in their order. */
  public FSDataInputStream openForward(Path path) throws IOException {
    return open(path, Options.OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_SEQUENTIAL, null);
  }

  /**
   * Opens a file.
   *
   * @param policy how it will be read, one of those of {@link Options.OpenFileOptions}
   * @param status of the file as known, or null; with it S3 gives no other object in its place
   */
  FSDataInputStream open(Path path, String policy, FileStatus status) throws IOException {
    FutureDataInputStreamBuilder builder = system(path).openFile(path);
    // Hadoop 3.3.4 refuses null.
    if (status != null) {
      builder.withFileStatus(status);
    }
    return FutureIO.awaitFuture(
        builder
            .opt(Options.OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY, policy)
            // S3 reads on over gaps of this size, in bytes: a new request would take longer.
            .opt("fs.s3a.readahead.range", 1 << 20)
            .build());
  }

  /** Size and time of a file, readable for people; a file that replaces it has others. */
  public static String version(FileStatus file) {
    return "%d bytes of %s"
        .formatted(file.getLen(), Instant.ofEpochMilli(file.getModificationTime()));
  }

  /** Hadoop throws an Error, not an exception, where a piece of a local file cannot be read. */
  static IOException unread(FSError error) {
    return error.getCause() instanceof IOException why ? why : new IOException(error);
  }

  /** What {@link #writeWhole} fills. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file so that it is there whole or not at all. On object stores nothing more is needed
   * for that; elsewhere it is written under a hidden temporary name first, then renamed over the
   * old one.
   */
  public void writeWhole(Path file, Content content) throws IOException {
    FileSystem system = system(file);
    if (isFolder(file)) {
      throw new UserException(
          "Cannot write %s: it is a folder; give the name of a file".formatted(file));
    }
    if (isObjectStore(file)) {
      writeAtOnce(system, file, content);
      return;
    }
    Path temporary =
        new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID() + ".tmp");
    try {
      try (OutputStream out = withoutChecksums(file).create(temporary, true)) {
        content.writeTo(out);
      }
      replace(system, temporary, file);
    } catch (IOException | FSError e) {
      throw cannotWrite(file, e);
    } finally {
      system.delete(temporary, false);
    }
  }

  /**
   * A user's mistake from whatever a write failed with: when a local disk is full, Hadoop throws an
   * Error, not an exception.
   */
  public static UserException cannotWrite(Path file, Throwable why) {
    Throwable root = Causes.root(why);
    return new UserException(
        "Cannot write %s: %s (%s)"
            .formatted(file, Causes.firstLine(root), root.getClass().getSimpleName()),
        why);
  }

  private static void writeAtOnce(FileSystem system, Path file, Content content)
      throws IOException {
    try (FSDataOutputStream out = system.create(file, true)) {
      try {
        content.writeTo(out);
      } catch (IOException | RuntimeException e) {
        // Closing it now would make half a file appear.
        out.abort();
        throw e;
      }
    }
  }

  /** Local disks replace files on rename; HDFS has to be told. */
  private void replace(FileSystem system, Path temporary, Path file) throws IOException {
    if (!system.rename(temporary, file)) {
      FileContext.getFileContext(file.toUri(), configuration)
          .rename(temporary, file, Options.Rename.OVERWRITE);
    }
  }
}
