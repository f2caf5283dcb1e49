package dev.chmcorr.cluster;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What an installation of Spark comes to, over jars that Maven has fetched.
 *
 * @param home its folder
 */
record Distribution(Path home) {
  /**
   * Makes one.
   *
   * @param home a new folder
   * @param more jars beside those of the build
   */
  static Distribution make(Path home, Path... more) throws IOException {
    Path jars = Files.createDirectories(home.resolve("jars"));
    try (DirectoryStream<Path> built =
        Files.newDirectoryStream(Path.of("target", "spark", "jars").toAbsolutePath(), "*.jar")) {
      for (Path jar : built) {
        Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
      }
    }
    for (Path jar : more) {
      Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar.toAbsolutePath());
    }
    SparkSubmitScript.write(home.resolve("bin"), home);
    return new Distribution(home);
  }

  /** The folder of its commands. */
  Path bin() {
    return home.resolve("bin");
  }
}
