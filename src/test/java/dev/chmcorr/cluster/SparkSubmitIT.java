package dev.chmcorr.cluster;

import static dev.chmcorr.cluster.SubmitAlone.assertRanked;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of conf/README.md for a cluster's own spark-submit, as they stand there. */
class SparkSubmitIT {
  @TempDir private static Path folder;
  private static List<String> commands;
  private static SubmitAlone alone;

  @BeforeAll
  static void prepare() throws IOException {
    commands = SubmitAlone.commands();
    Birds.write(folder);
    Files.move(folder.resolve("resnet.pt"), folder.resolve("resnet50.pt"));
    alone = SubmitAlone.link(folder, Distribution.make(folder.resolve("spark")), Map.of());
  }

  @AfterAll
  static void unlink() throws IOException {
    alone.close();
  }

  @Test
  void onOneMachine() throws Exception {
    assertThat(commands).hasSize(5);

    assertRanked(alone.run(commands.get(0)));

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
          alone.run(
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
