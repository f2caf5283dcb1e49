package dev.chmcorr.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Jars of Maven Central with all that they need, for processes of their own. */
final class MavenJars {
  private static final String POM =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>dev.chmcorr</groupId><artifactId>jars</artifactId><version>1</version>
        <dependencies>%s</dependencies>
      </project>
      """;
  private static final String DEPENDENCY =
      "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version></dependency>";

  private MavenJars() {}

  /**
   * Fetches jars into FOLDER/jars, unless an earlier run has.
   *
   * @param artifacts GROUP:ARTIFACT:VERSION each
   */
  static void fetch(Path folder, String... artifacts) throws IOException, InterruptedException {
    Path jars = folder.resolve("jars");
    if (Files.exists(jars)) {
      return;
    }
    String dependencies =
        Stream.of(artifacts)
            .map(artifact -> DEPENDENCY.formatted((Object[]) artifact.split(":")))
            .collect(Collectors.joining());
    Path pom = Files.createDirectories(folder).resolve("pom.xml");
    Files.writeString(pom, POM.formatted(dependencies));
    Path some = folder.resolve("some-jars");
    Process maven =
        new ProcessBuilder(
                "mvn",
                "-q",
                "-B",
                "-f",
                pom.toString(),
                "dependency:copy-dependencies",
                "-DincludeScope=runtime",
                "-DoutputDirectory=" + some.toAbsolutePath())
            .inheritIO()
            .start();
    if (maven.waitFor() != 0) {
      throw new IOException("Cannot fetch " + String.join(", ", artifacts));
    }
    Files.move(some, jars);
  }

  /** The class path of jars that were fetched, but for those that a folder has under their name. */
  static String classPath(Path folder, Path besides) throws IOException {
    try (Stream<Path> jars = Files.list(folder.resolve("jars"))) {
      return jars.filter(jar -> !Files.exists(besides.resolve(jar.getFileName())))
          .map(jar -> jar.toAbsolutePath().toString())
          .sorted()
          .collect(Collectors.joining(":"));
    }
  }
}
