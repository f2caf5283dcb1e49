package dev.chmcorr.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.demo.BirdGenerator;
import java.io.IOException;
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

  /** Spark treats more paths than 32 in another way. */
  private static final int MANY = 34;

  private static final List<String> SMALL = List.of("spark.sql.shuffle.partitions=2");
  private static final List<String> MANY_PARTS =
      List.of("spark.sql.shuffle.partitions=40", "spark.sql.adaptive.enabled=false");

  @TempDir private static Path folder;
  private static Birds birds;
  private static Birds many;

  @BeforeAll
  static void runOnTheVersionOfTheBuild() throws Exception {
    birds = Birds.write(folder.resolve("birds"));
    many = Birds.write(folder.resolve("many"), new BirdGenerator.Options(MANY, 1, 1, 1));
    packEachClass(folder.resolve("many/train"));
    Submit submit = new Submit(folder, List.of("--master", "local[2]")).quick();
    for (String[] command : commands(birds, folder + "/built")) {
      succeed(submit, command);
    }
    Submit parts = submit;
    for (String setting : MANY_PARTS) {
      parts = parts.with("--conf", setting);
    }
    for (String[] command : commands(many, folder + "/built-many")) {
      succeed(parts, command);
    }
    succeed(parts, query(folder + "/built-many"));
    assertThat(parts(folder.resolve("built-many/knn/rankings"))).isGreaterThan(32);
  }

  /** A tar in the place of each folder. */
  private static void packEachClass(Path root) throws Exception {
    String command = "for d in */; do tar cf ${d%/}.tar $d && rm -r $d; done";
    Process process =
        new ProcessBuilder("bash", "-c", command).directory(root.toFile()).inheritIO().start();
    assertThat(process.waitFor()).isZero();
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
    Path out = Files.createTempDirectory(folder, "run-");

    for (String[] command : commands(birds, out.toString())) {
      succeed(home, master, SMALL, command);
    }
    succeed(home, master, SMALL, "doctor", "--on-executors");

    RunFolder run = new RunFolder(out);
    RunFolder built = new RunFolder(folder.resolve("built"));
    run.assertSameRankings(built);
    run.assertSameResults(built);
  }

  static List<SparkHome> versions() {
    return VERSIONS;
  }

  /** Tars, folders, parts of tables; and asks the tables. */
  @ParameterizedTest
  @MethodSource("versions")
  void readsManyOfEverything(SparkHome home) throws Exception {
    Path out = Files.createTempDirectory(folder, "run-");

    for (String[] command : commands(many, out.toString())) {
      succeed(home, "local[2]", MANY_PARTS, command);
    }
    succeed(home, "local[2]", MANY_PARTS, query(out.toString()));
    assertThat(refuse(home, "sql", out + "/chm", "SELECT nothing FROM rankings"))
        .startsWith("chm-corr: Cannot run the query: ")
        .contains("nothing");

    assertThat(parts(out.resolve("knn/rankings"))).isGreaterThan(32);
    RunFolder run = new RunFolder(out);
    RunFolder built = new RunFolder(folder.resolve("built-many"));
    run.assertSameRankings(built);
    run.assertSameResults(built);
    assertThat(out.resolve("answer.csv"))
        .hasSameTextualContentAs(folder.resolve("built-many/answer.csv"));
  }

  /** The line that a command ends by, which a user's mistake stops. */
  private static String refuse(SparkHome home, String... command) throws Exception {
    home.fetch();
    Path log = folder.resolve("log");
    int code = home.run("local[2]", SMALL, log, command);
    String printed = Files.readString(log);
    assertThat(code).as(printed).isIn(2, 3);
    assertThat(printed).doesNotContain("Exception", "Error:");
    return printed
        .lines()
        .filter(line -> line.startsWith("chm-corr: "))
        .findFirst()
        .orElse(printed);
  }

  private static long parts(Path table) throws IOException {
    try (Stream<Path> files = Files.list(table)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).count();
    }
  }

  private static void succeed(Submit submit, String... command) throws Exception {
    Submit.Outcome outcome = submit.run(command);
    assertThat(outcome.code()).as(outcome.output()).isZero();
  }

  private static void succeed(
      SparkHome home, String master, List<String> settings, String... command) throws Exception {
    home.fetch();
    Path log = folder.resolve("log");
    int code = home.run(master, settings, log, command);
    String printed = Files.readString(log);
    assertThat(code).as(printed).isZero();
    assertThat(printed).doesNotContain("Exception");
  }

  private static List<String[]> commands(Birds birds, String out) {
    return List.of(birds.knn("file:" + out), birds.rerank("file:" + out, "--per-query", "json"));
  }

  private static String[] query(String out) {
    return new String[] {
      "sql",
      out + "/chm",
      "SELECT q.query_id, q.class, count(*) FROM queries q JOIN rankings r ON q.query_id ="
          + " r.query_id GROUP BY q.query_id, q.class ORDER BY q.query_id",
      "--out",
      out + "/answer.csv"
    };
  }
}
