package dev.chmcorr.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Tells whether one place lies in another, whatever links and spellings lead there. */
public final class Places {
  private final Storage store;

  public Places(Storage store) {
    this.store = store;
  }

  /**
   * Whether a path is a folder, or lies in it or in a folder that a link in it leads to. Neither
   * need exist.
   *
   * @param inner with scheme, as {@link Storage#path} gives it
   * @param outer likewise
   */
  public boolean isWithin(Path inner, Path outer) throws IOException {
    FileSystem system = store.system(outer);
    if (!isSame(store.system(inner), system)) {
      return false;
    }
    if (!"file".equals(system.getUri().getScheme())) {
      return java.nio.file.Path.of(inner.toUri().getPath())
          .startsWith(java.nio.file.Path.of(outer.toUri().getPath()));
    }
    java.nio.file.Path place = real(local(inner));
    java.nio.file.Path folder = real(local(outer));
    return place.startsWith(folder) || links(folder).stream().anyMatch(place::startsWith);
  }

  /** A port that is not said is the usual one, whichever that is. */
  private static boolean isSame(FileSystem one, FileSystem other) {
    URI a = one.getUri();
    URI b = other.getUri();
    boolean samePort = a.getPort() == b.getPort() || a.getPort() < 0 || b.getPort() < 0;
    return Objects.equals(a.getScheme(), b.getScheme())
        && Objects.equals(host(a), host(b))
        && samePort;
  }

  /** Names of buckets may be none of hosts. */
  private static String host(URI system) {
    return system.getHost() == null ? system.getAuthority() : system.getHost();
  }

  private static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }

  /** The path without links, as far as it exists. */
  private static java.nio.file.Path real(java.nio.file.Path path) throws IOException {
    java.nio.file.Path absolute = path.toAbsolutePath().normalize();
    java.nio.file.Path known = absolute;
    while (!Files.exists(known) && known.getParent() != null) {
      known = known.getParent();
    }
    return known.toRealPath().resolve(known.relativize(absolute));
  }

  /** Where the links in a folder lead to, if that are folders. */
  private static List<java.nio.file.Path> links(java.nio.file.Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<java.nio.file.Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> Files.isSymbolicLink(entry) && Files.isDirectory(entry))
          .map(Places::target)
          .toList();
    }
  }

  private static java.nio.file.Path target(java.nio.file.Path link) {
    try {
      return link.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
