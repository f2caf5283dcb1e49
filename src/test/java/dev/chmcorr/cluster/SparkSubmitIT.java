package dev.chmcorr.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of conf/README.md for a cluster's own spark-submit, as they stand there. */
class SparkSubmitIT {
  private static final String SECTION = "Spark-submit alone";
  private static final int MINUTES = 4;

  @TempDir private static Path folder;
  private static List<String> commands;

  private record Outcome(int code, String output) {}

  /** A folder like a clone of the repository, with images and a model in it. */
  @BeforeAll
  static void prepare() throws IOException {
    commands = Readme.commands(Path.of("conf", "README.md"), SECTION);
    Birds.write(folder);
    Files.move(folder.resolve("resnet.pt"), folder.resolve("resnet50.pt"));
    for (String name : List.of("conf", "target")) {
      Files.createSymbolicLink(folder.resolve(name), Path.of(name).toAbsolutePath());
    }
    SparkSubmitScript.write(folder.resolve("bin"), Path.of("target", "spark"));
  }

  @AfterAll
  static void unlink() throws IOException {
    for (String name : List.of("conf", "target")) {
      Files.delete(folder.resolve(name));
    }
  }

  private static Outcome run(String command) throws Exception {
    Path log = Files.createTempFile(folder, "run-", ".log");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().remove("SPARK_HOME");
    builder.environment().merge("PATH", folder + "/bin", (path, bin) -> bin + ":" + path);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).as(log.toString()).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(process.exitValue(), Files.readString(log));
  }

  private static void assertRanked(Outcome outcome) {
    assertThat(outcome.code()).as(outcome.output()).isZero();
    assertThat(outcome.output())
        .contains("kNN accuracy, k =   3:", "Rankings of 18 queries")
        .doesNotContain("Exception", " INFO ");
  }

  @Test
  void onOneMachine() throws Exception {
    assertThat(commands).hasSize(4);

    assertRanked(run(commands.get(0)));

    assertThat(folder.resolve("runs/birds/rankings/_SUCCESS")).exists();
  }

  @Test
  @Tag("cluster")
  void onAStandaloneCluster() throws Exception {
    try (StandaloneCluster cluster = StandaloneCluster.start(folder.resolve("cluster"), 2)) {
      Path data = Files.createDirectories(folder.resolve("hdfs/data"));
      Path models = Files.createDirectories(folder.resolve("hdfs/models"));
      for (String split : List.of("train", "val")) {
        Files.createSymbolicLink(data.resolve(split), folder.resolve(split));
      }
      Files.copy(folder.resolve("resnet50.pt"), models.resolve("resnet50.pt"));

      assertRanked(
          run(
              commands
                  .get(1)
                  .replace("spark://head:7077", cluster.url())
                  .replace("hdfs://nn", "file:" + folder.resolve("hdfs"))
                  .replace("--executor-memory 8g", "--executor-memory 1g")));

      assertThat(folder.resolve("hdfs/runs/birds/rankings/_SUCCESS")).exists();
      assertDoctorSeesBothWorkers(cluster);
    }
  }

  private static void assertDoctorSeesBothWorkers(StandaloneCluster cluster) throws Exception {
    Submit submit = new Submit(folder, List.of("--master", cluster.url()));
    Submit.Outcome outcome =
        submit
            .with("--executor-memory", "1g")
            .with("--conf", "spark.scheduler.minRegisteredResourcesRatio=1")
            .with("--conf", "spark.cores.max=2")
            .run("doctor", "--on-executors", "--json");

    assertThat(outcome.code()).as(outcome.output()).isZero();
    String json = outcome.output().substring(outcome.output().indexOf("{\n"));
    JsonNode report = new ObjectMapper().readTree(json.substring(0, json.lastIndexOf('}') + 1));
    assertThat(report.at("/examined"))
        .extracting(one -> one.at("/place").asText())
        .containsExactly("driver", "executor 0", "executor 1");
    assertThat(report.at("/missed")).isEmpty();
    assertThat(report.at("/examined/1/timings")).hasSize(2);
    assertThat(report.at("/examined/2/timings/0/milliseconds").asDouble()).isPositive();
    assertThat(report.at("/examined/0/torch").isNull()).isTrue();
  }
}
