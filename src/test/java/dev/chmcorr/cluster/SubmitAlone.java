package dev.chmcorr.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The commands of conf/README.md for a cluster's own spark-submit, as they stand there, in a folder
 * like a clone of this repository.
 *
 * @param folder of this clone
 * @param spark whose spark-submit they call
 * @param environment added to ours
 */
record SubmitAlone(Path folder, Distribution spark, Map<String, String> environment)
    implements AutoCloseable {
  private static final int MINUTES = 4;
  private static final List<String> LINKS = List.of("conf", "target");

  record Outcome(int code, String output) {}

  /** Links what the commands need of this repository. */
  static SubmitAlone link(Path folder, Distribution spark, Map<String, String> environment)
      throws IOException {
    for (String name : LINKS) {
      Files.createSymbolicLink(folder.resolve(name), Path.of(name).toAbsolutePath());
    }
    return new SubmitAlone(folder, spark, environment);
  }

  /** The commands, of one machine and of each kind of cluster. */
  static List<String> commands() throws IOException {
    return Readme.commands(Path.of("conf", "README.md"), "Spark-submit alone");
  }

  Outcome run(String command) throws IOException, InterruptedException {
    Path log = Files.createTempFile(folder, "run-", ".log");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().remove("SPARK_HOME");
    builder.environment().putAll(environment);
    builder.environment().merge("PATH", spark.bin().toString(), (path, bin) -> bin + ":" + path);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).as(log.toString()).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(process.exitValue(), Files.readString(log));
  }

  /** Asserts that a ranking of {@link Birds} came out, and nothing else was printed. */
  static void assertRanked(Outcome outcome) {
    assertThat(outcome.code()).as(outcome.output()).isZero();
    assertThat(outcome.output())
        .contains("kNN accuracy, k =   3:", "Rankings of 18 queries")
        .doesNotContain("Exception");
    assertThat(outcome.output().lines().filter(line -> line.contains(" INFO ")))
        .allMatch(line -> line.contains("YarnClientImpl: Submitted application application_"));
  }

  @Override
  public void close() throws IOException {
    for (String name : LINKS) {
      Files.delete(folder.resolve(name));
    }
  }
}
