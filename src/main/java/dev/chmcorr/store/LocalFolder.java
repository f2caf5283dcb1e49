package dev.chmcorr.store;

import dev.chmcorr.domain.Printable;
import dev.chmcorr.domain.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.Path;

/**
 * What Hadoop silently leaves out when it lists folders on local disks: links that lead nowhere,
 * and names that Java cannot decode in the locale that it was started in.
 */
public final class LocalFolder {
  private static final char UNDECODABLE = '\uFFFD';
  private static final int MAX_SHOWN = 300;

  private LocalFolder() {}

  /** The names of links that lead nowhere; none on other file systems. */
  public static List<String> danglingLinks(FileSystem system, Path folder) throws IOException {
    if (!isLocal(system)) {
      return List.of();
    }
    try (var entries = Files.list(local(folder))) {
      return entries
          .filter(entry -> Files.isSymbolicLink(entry) && !Files.exists(entry))
          .map(LocalFolder::name)
          .toList();
    }
  }

  /**
   * Makes sure that a listing would leave out no folder, and no file that counts.
   *
   * @param counts whether a file does, by its name
   * @throws UserException if it would
   */
  public static void refuseUndecodable(FileSystem system, Path folder, Predicate<String> counts)
      throws IOException {
    if (isLocal(system)) {
      refuse(folder, entry -> Files.isDirectory(entry) || counts.test(name(entry)));
    }
  }

  /**
   * Makes sure that nothing that a glob matches is left out.
   *
   * @throws UserException if something would be
   */
  static void refuseUndecodable(FileSystem system, Path pattern) throws IOException {
    if (!isLocal(system) || pattern.getParent() == null) {
      return;
    }
    refuseUndecodable(system, pattern.getParent());
    GlobFilter filter = new GlobFilter(pattern.getName());
    FileStatus[] folders =
        filter.hasPattern() ? system.globStatus(pattern.getParent()) : new FileStatus[0];
    for (FileStatus folder : folders == null ? new FileStatus[0] : folders) {
      if (folder.isDirectory()) {
        refuse(folder.getPath(), entry -> filter.accept(new Path(folder.getPath(), name(entry))));
      }
    }
  }

  private static void refuse(Path folder, Predicate<java.nio.file.Path> counts) throws IOException {
    try (Stream<java.nio.file.Path> entries = Files.list(local(folder))) {
      entries
          .filter(entry -> !isDecodable(entry) && counts.test(entry))
          .findFirst()
          .ifPresent(
              entry -> {
                throw undecodable(folder, name(entry));
              });
    }
  }

  private static boolean isLocal(FileSystem system) {
    return "file".equals(system.getUri().getScheme());
  }

  private static java.nio.file.Path local(Path folder) {
    try {
      return java.nio.file.Path.of(folder.toUri().getPath());
    } catch (InvalidPathException e) {
      // The driver could decode the name; this executor, in another locale, cannot.
      throw undecodable(folder.getParent(), folder.getName());
    }
  }

  private static String name(java.nio.file.Path entry) {
    return entry.getFileName().toString();
  }

  /**
   * A path keeps the bytes of its name. If they could not be decoded, a path made from its text is
   * another one.
   */
  private static boolean isDecodable(java.nio.file.Path entry) {
    if (name(entry).indexOf(UNDECODABLE) < 0) {
      return true;
    }
    try {
      return java.nio.file.Path.of(entry.toString()).equals(entry);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static UserException undecodable(Path folder, String name) {
    String encoding = System.getProperty("sun.jnu.encoding");
    return new UserException(
        "Cannot list %s: Java cannot decode the name %s (sun.jnu.encoding is %s); %s"
            .formatted(
                folder,
                Printable.of(name, MAX_SHOWN),
                encoding,
                "UTF-8".equals(encoding)
                    ? "rename it, in UTF-8"
                    : "set LC_ALL=C.UTF-8, for executors by --conf spark.executorEnv.LC_ALL=C.UTF-8, or rename it"));
  }
}
