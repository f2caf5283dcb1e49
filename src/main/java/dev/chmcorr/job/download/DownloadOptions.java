package dev.chmcorr.job.download;

import dev.chmcorr.domain.UserException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Everything that a download needs.
 *
 * @param files which
 * @param folder of this machine that they go to
 * @param mirror folder on a web server that has them by their file names; null for where they were
 *     published
 * @param waits between tries that bring nothing, of which there is one more than waits
 * @param patience without a byte before a server is taken for gone
 */
public record DownloadOptions(
    List<PublishedFile> files, Path folder, URI mirror, List<Duration> waits, Duration patience) {
  private static final List<Duration> WAITS =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(3),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30));

  /**
   * With ordinary patience.
   *
   * @param mirror address, or null
   */
  public static DownloadOptions of(List<PublishedFile> files, String folder, String mirror) {
    return new DownloadOptions(
        files, local(folder), mirror == null ? null : server(mirror), WAITS, Duration.ofMinutes(1));
  }

  private static Path local(String folder) {
    String path = folder.startsWith("file:") ? URI.create(folder).getPath() : folder;
    if (path == null || path.matches("[a-zA-Z][a-zA-Z0-9+.-]+:/.*")) {
      throw new UserException(
          "Invalid --out: %s (must be a folder of this machine; copy from there, as by hdfs dfs -put)"
              .formatted(folder));
    }
    return Path.of(path);
  }

  private static URI server(String mirror) {
    try {
      URI uri = URI.create(mirror.endsWith("/") ? mirror : mirror + "/");
      if (uri.getHost() != null && uri.getScheme().matches("https?")) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw new UserException("Invalid --mirror: %s (must be http(s)://HOST/PATH)".formatted(mirror));
  }

  /** Where a file comes from. */
  URI address(PublishedFile file) {
    return mirror == null ? file.address() : mirror.resolve(file.file());
  }
}
