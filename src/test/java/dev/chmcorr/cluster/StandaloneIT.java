package dev.chmcorr.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.model.torch.TorchDevice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program on a standalone cluster of two workers with a simulated GPU each. */
class StandaloneIT {
  private static final String[] ONE_GPU_A_TASK = {
    "--conf", "spark.executor.resource.gpu.amount=1", "--conf", "spark.task.resource.gpu.amount=1"
  };

  @TempDir private static Path folder;
  private static StandaloneCluster cluster;
  private static Birds birds;
  private static Submit submit;

  @BeforeAll
  static void start() throws Exception {
    birds = Birds.write(folder.resolve("bird data"));
    cluster = StandaloneCluster.start(folder.resolve("cluster"), 2);
    submit =
        new Submit(folder, List.of("--master", cluster.url(), "--executor-memory", "1g"))
            .with(ONE_GPU_A_TASK);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void embedsAndRanksOnBothWorkers() throws Exception {
    String[] knn = automatic(birds.knn("file:" + folder));

    Submit.Outcome outcome = submit.with("--conf", "spark.default.parallelism=200").run(knn);

    assertThat(outcome.code()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("kNN accuracy, k =   3:", "Rankings of 18 queries");
    // The executors are of this machine.
    String precision = Texts.lowerCase(TorchDevice.cpu().resolve(Precision.AUTO));
    assertThat(outcome.output()).contains("networks: computing in " + precision);
    assertThat(folder.resolve("knn/_run.json"))
        .content()
        .containsPattern("\"precision\" : \"%s\"".formatted(precision))
        // One a worker, if both had come when the stages were planned.
        .containsPattern("\"slots\" : [12]\\b");
    // What Spark says afterwards depends on which process of the cluster goes first.
    String course = outcome.output().split("Rankings of 18 queries")[0];
    assertThat(course).doesNotContain("Exception").doesNotContain("WARN");
    assertThat(executors(0)).hasSize(1);
    assertThat(executors(1)).hasSize(1);
  }

  @Test
  void cudaWhereThereIsNoneIsOneLineAndExitCodeThree() throws Exception {
    String[] knn = birds.knn("file:" + folder + "/cuda", "--device", "cuda");

    for (String[] command : List.of(knn, automatic(knn.clone()))) {
      assertOneLineAboutCuda(submit.run(command));
    }
  }

  private static void assertOneLineAboutCuda(Submit.Outcome outcome) {
    assertThat(outcome.code()).as(outcome.output()).isEqualTo(3);
    // Either worker's task may be the first to fail, each on its own GPU.
    assertThat(lastLine(outcome))
        .matches("chm-corr: Cannot use CUDA device [01]: libtorch 2\\.7\\.1 finds 0;.*");
    assertThat(outcome.output()).doesNotContain("\tat ");
  }

  /** By conf/standalone.conf as it is; only its memory does not fit these workers. */
  @Test
  @Tag("cluster")
  void aWorkerRunsTheDriver() throws Exception {
    Submit.Outcome client = submit.quick().run(birds.knn("file:" + folder + "/client"));
    Submit.Outcome cluster =
        submit
            .with("--deploy-mode", "cluster", "--driver-memory", "512m")
            .with("--conf", "spark.standalone.submit.waitAppCompletion=true")
            .run(birds.knn("file:" + folder + "/worker"));

    assertThat(client.code()).as(client.output()).isZero();
    assertThat(cluster.output())
        .contains("Driver successfully submitted as driver-", "FINISHED")
        .doesNotContain("Exception");
    assertThat(Tables.rows("file:" + folder + "/worker/knn/rankings", ""))
        .hasSize(18 * 12)
        .isEqualTo(Tables.rows("file:" + folder + "/client/knn/rankings", ""));
  }

  /** The probe sees what every network of a task would be put on. */
  @Test
  @Tag("cluster")
  void eachTaskHasTheGpuOfItsWorker() throws Exception {
    Map<String, String> container = Map.of("CUDA_VISIBLE_DEVICES", "3,2");
    try (StandaloneCluster other = StandaloneCluster.start(folder.resolve("gpus"), 2);
        Daemon third = other.addWorker(container)) {
      third.await("Successfully registered with master");
      String classes = "target/test-classes:target/chm-corr.jar:" + StandaloneCluster.jars();
      try (Daemon probe =
          Daemon.java(
              "probe",
              folder,
              Map.of("SPARK_HOME", "target/spark"),
              List.of(
                  "-Dspark.master=" + other.url(),
                  "-Dspark.executor.memory=512m",
                  "-Dspark.executor.resource.gpu.amount=1",
                  "-Dspark.task.resource.gpu.amount=1",
                  "-Dspark.scheduler.minRegisteredResourcesRatio=1",
                  "-Dspark.cores.max=3",
                  "-Dspark.default.parallelism=200",
                  "-Dspark.executor.extraClassPath=" + absolute(classes),
                  "-cp",
                  classes,
                  "dev.chmcorr.job.network.GpuProbe"))) {
        assertThat(probe.awaitEnd()).as(probe.log()).isZero();
        assertThat(probe.log().lines()).contains("slots: 3");
        // The third worker's GPU has the address 2, the second of those that it sees.
        assertThat(probe.log().lines().filter(line -> line.startsWith("worker ")))
            .containsExactlyInAnyOrder(
                "worker 0 takes cuda:0", "worker 1 takes cuda:1", "worker 2 takes cuda:1");
      }
    }
  }

  private static String absolute(String classPath) {
    return Stream.of(classPath.split(":"))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(":"));
  }

  /** The same command at the default precision. */
  private static String[] automatic(String... command) {
    command[List.of(command).indexOf("fp32")] = "auto";
    return command;
  }

  private static String lastLine(Submit.Outcome outcome) {
    return outcome.output().lines().reduce((first, second) -> second).orElse("");
  }

  /** Folders of the executors that worker i has had. */
  private static List<Path> executors(int i) throws Exception {
    try (Stream<Path> files = Files.walk(cluster.work(i), 2)) {
      return files.filter(file -> file.getFileName().toString().matches("[0-9]+")).toList();
    }
  }
}
