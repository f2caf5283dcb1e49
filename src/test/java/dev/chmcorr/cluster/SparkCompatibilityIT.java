package dev.chmcorr.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The packaged jar on the versions of Spark that clusters have: in one process, and with driver and
 * executors apart. All tables are those of the version that it was built with.
 */
@Tag("spark-matrix")
class SparkCompatibilityIT {
  private static final List<SparkHome> VERSIONS =
      List.of(
          new SparkHome("3.5.8", "2.12"),
          new SparkHome("3.5.8", "2.13"),
          new SparkHome("4.0.4", "2.13"),
          new SparkHome("4.1.3", "2.13"));

  @TempDir private static Path folder;
  private static Birds birds;

  @BeforeAll
  static void runOnTheVersionOfTheBuild() throws Exception {
    birds = Birds.write(folder.resolve("birds"));
    Submit submit = new Submit(folder, List.of("--master", "local[2]")).quick();
    for (String[] command : commands(folder + "/built")) {
      Submit.Outcome outcome = submit.run(command);
      assertThat(outcome.code()).as(outcome.output()).isZero();
    }
  }

  static Stream<Arguments> places() {
    return VERSIONS.stream()
        .flatMap(
            home ->
                Stream.of("local[2]", "local-cluster[2,1,1024]")
                    .map(master -> Arguments.of(home, master)));
  }

  @ParameterizedTest
  @MethodSource("places")
  void givesTheSameTables(SparkHome home, String master) throws Exception {
    home.fetch();
    Path out = Files.createTempDirectory(folder, "run-");

    for (String[] command : commands(out.toString())) {
      Path log = folder.resolve("log");
      int code = home.run(master, log, command);
      assertThat(code).as(() -> read(log)).isZero();
      assertThat(log).content().doesNotContain("Exception");
    }

    Path doctor = folder.resolve("doctor");
    assertThat(home.run(master, doctor, "doctor", "--on-executors"))
        .as(() -> read(doctor))
        .isZero();

    RunFolder run = new RunFolder(out);
    RunFolder built = new RunFolder(folder.resolve("built"));
    run.assertSameRankings(built);
    run.assertSameResults(built);
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }

  private static List<String[]> commands(String out) {
    return List.of(birds.knn("file:" + out), birds.rerank("file:" + out, "--per-query", "json"));
  }
}
