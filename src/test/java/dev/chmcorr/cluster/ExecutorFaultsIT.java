package dev.chmcorr.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.demo.BirdGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Faults of the executors of a standalone cluster of two workers: the run goes on, and leaves what
 * an undisturbed one leaves.
 */
@Tag("cluster")
class ExecutorFaultsIT {
  @TempDir private static Path folder;
  private static StandaloneCluster cluster;
  private static Trial trial;

  @BeforeAll
  static void runUndisturbed() throws Exception {
    // Three tasks that embed, two chunks of queries.
    Birds birds = Birds.write(folder.resolve("birds"), new BirdGenerator.Options(3, 15, 8, 1));
    cluster = StandaloneCluster.start(folder.resolve("cluster"), 1);
    cluster
        .addWorker("localhost", Map.of("DJL_CACHE_DIR", folder.resolve("natives").toString()))
        .await("Successfully registered with master");
    Submit submit =
        new Submit(folder, List.of("--master", cluster.url(), "--executor-memory", "1g"))
            .with("--conf", "spark.sql.shuffle.partitions=4");
    trial = new Trial(folder, birds, submit);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "embed,      knn,    open,   .*/train/002[^/]*/[^/]*",
    "rank,       knn,    create, .*/rankings/_temporary/.*/part-[^/]*",
    "correspond, rerank, open,   .*/val/003[^/]*/[^/]*",
    "score,      rerank, create, .*/queries/[^/]*"
  })
  void killed(String phase, String command, String when, String path) throws Exception {
    Fault fault = trial.fault(FaultyDisk.Kind.STALL, when, path);
    RunFolder run = trial.newRun();
    boolean ranks = command.equals("knn");

    Submit.Running running =
        trial.submit().with(fault.options()).start(ranks ? trial.knn(run) : trial.rerank(run));
    ProcessHandle executor = fault.await(0, running);
    assertThat(executor.pid()).isNotEqualTo(running.process().pid());
    executor.destroyForcibly();
    fault.release();

    String what = "executor killed (-9) in " + phase;
    Submit.Outcome outcome =
        ranks ? trial.recoverKnn(what, running, run) : trial.recoverRerank(what, running, run);
    assertThat(outcome.output()).contains("Lost executor");
  }

  @Test
  void aSlowTaskIsOvertakenByItsCopy() throws Exception {
    Fault fault = trial.fault(FaultyDisk.Kind.STALL, "open", ".*/val/003[^/]*/[^/]*");
    RunFolder run = trial.newRun();
    Submit speculating =
        trial
            .submit()
            .with(fault.options())
            .with("--conf", "spark.speculation=true")
            .with("--conf", "spark.speculation.quantile=0.5");

    // Nothing ends the stall but Spark, when the copy is done.
    trial.recoverRerank(
        "speculation, a task that stands still", speculating.start(trial.rerank(run)), run);

    assertThat(fault.isSpent()).isTrue();
  }

  /** Without it, the linker ends the whole process. */
  @Test
  void aWorkerWhoseLibtorchIsGoneIsPassedOver() throws Exception {
    Path library = unpacked("libtorch_cpu.");
    Path away = Files.move(library, folder.resolve("away"));
    RunFolder run = trial.newRun();
    try {
      Submit.Running running = trial.submit().start(trial.knn(run));
      assertThat(trial.recoverKnn("libtorch gone from a worker", running, run).output())
          .contains("Lost executor");
    } finally {
      Files.move(away, library);
    }
  }

  @Test
  void aWorkerWhoseLibtorchIsDamagedIsNamedOrExcluded() throws Exception {
    Path library = unpacked("libc10.");
    Path copy = Files.copy(library, folder.resolve("copy"));
    Files.write(library, new byte[0]);
    RunFolder run = trial.newRun();
    try {
      Submit.Outcome outcome = trial.submit().run(trial.knn(run));
      assertThat(outcome.code()).as(outcome.output()).isEqualTo(3);
      assertThat(outcome.output())
          .containsPattern("(?m)^chm-corr: Cannot start libtorch: .*; this is process [0-9]+ on ")
          .doesNotContain("\tat ");
      Submit.Running running =
          trial
              .submit()
              .with("--conf", "spark.excludeOnFailure.enabled=true")
              .start(trial.knn(run));
      trial.recoverKnn(
          "libtorch damaged on a worker; same command with excludeOnFailure", running, run);
    } finally {
      Files.copy(copy, library, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** A library that the second worker has unpacked. */
  private static Path unpacked(String name) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("natives"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(name))
          .findFirst()
          .orElseThrow();
    }
  }
}
