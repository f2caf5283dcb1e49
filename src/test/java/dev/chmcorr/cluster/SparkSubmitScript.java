package dev.chmcorr.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What bin/spark-submit of a distribution comes to, over jars that Maven has fetched. */
final class SparkSubmitScript {
  private static final String TEXT =
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

  private SparkSubmitScript() {}

  /**
   * Writes it.
   *
   * @param bin new folder for it
   * @param home folder that holds jars
   */
  static void write(Path bin, Path home) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path script = Files.createDirectories(bin).resolve("spark-submit");
    Files.writeString(script, TEXT.formatted(home.toAbsolutePath(), java));
    if (!script.toFile().setExecutable(true)) {
      throw new IOException("Cannot make executable: " + script);
    }
  }
}
