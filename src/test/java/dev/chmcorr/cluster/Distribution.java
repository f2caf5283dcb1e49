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
  private static final String SPARK_SUBMIT =
      """
      #!/usr/bin/env bash
      export SPARK_HOME='%s' SPARK_SCALA_VERSION=2.13
      line=()
      while IFS= read -r -d '' part; do
        line+=("${part#$'\\n'}")
      done < <('%s' -Xmx128m -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main \\
        org.apache.spark.deploy.SparkSubmit "$@")
      # The first word is empty.
      exec "${line[@]:1}"
      """;

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
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path script = Files.createDirectory(home.resolve("bin")).resolve("spark-submit");
    Files.writeString(script, SPARK_SUBMIT.formatted(home, java));
    if (!script.toFile().setExecutable(true)) {
      throw new IOException("Cannot make executable: " + script);
    }
    return new Distribution(home);
  }

  /** The folder of its commands. */
  Path bin() {
    return home.resolve("bin");
  }
}
