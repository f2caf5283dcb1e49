package dev.chmcorr.cluster;

import static dev.chmcorr.cluster.FaultyDisk.Kind.STALL;
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
            .quick()
            .with("--conf", "spark.sql.shuffle.partitions=4");
    trial = new Trial(folder, birds, submit);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void knnWhoseExecutorIsKilledTwiceGoesOn() throws Exception {
    Fault embed = trial.fault(STALL, "open", ".*/train/002[^/]*/[^/]*");
    Fault rank = trial.fault(STALL, "create", ".*/_rankings_new/_temporary/.*/part-[^/]*");
    RunFolder run = trial.newRun();

    Submit.Running running = trial.submit().with(Fault.options(embed, rank)).start(trial.knn(run));
    killExecutor(running, embed);
    killExecutor(running, rank);

    String what = "executors killed (-9) in embed and in rank";
    assertLost(2, trial.recoverKnn(what, running, run));
  }

  @Test
  void rerankWhoseExecutorIsKilledTwiceGoesOn() throws Exception {
    Fault correspond = trial.fault(STALL, "open", ".*/val/003[^/]*/[^/]*");
    Fault score = trial.fault(STALL, "create", ".*/per-query/.*/[^/]*");
    RunFolder run = trial.newRun();

    Submit.Running running =
        trial.submit().with(Fault.options(correspond, score)).start(trial.rerank(run));
    killExecutor(running, correspond);
    killExecutor(running, score);

    String what = "executors killed (-9) in correspond and in score";
    assertLost(2, trial.recoverRerank(what, running, run));
  }

  private static void killExecutor(Submit.Running running, Fault fault) throws Exception {
    ProcessHandle executor = fault.await(0, running);
    assertThat(executor.pid()).isNotEqualTo(running.process().pid());
    executor.destroyForcibly();
    fault.release();
  }

  private static void assertLost(int executors, Submit.Outcome outcome) {
    assertThat(outcome.output().lines().filter(line -> line.contains("Lost executor")))
        .as(outcome.output())
        .hasSize(executors);
  }

  @Test
  void aSlowTaskIsOvertakenByItsCopy() throws Exception {
    Fault fault = trial.fault(STALL, "open", ".*/val/003[^/]*/[^/]*");
    RunFolder run = trial.newRun();
    Submit speculating =
        trial
            .submit()
            .with(Fault.options(fault))
            .with("--conf", "spark.speculation=true")
            .with("--conf", "spark.speculation.quantile=0.5");

    // Nothing ends the stall but Spark, when the copy is done.
    trial.recoverRerank(
        "speculation, a task that stands still", speculating.start(trial.rerank(run)), run);

    assertThat(fault.isSpent()).isTrue();
  }

  /** Executors fetch an archive when they start, and this one's place another takes. */
  @Test
  void anExecutorThatStartsLateTakesTheModelThatTheRunBeganWith() throws Exception {
    Path model = folder.resolve("birds/resnet.pt");
    Path copy = Files.copy(model, folder.resolve("resnet-copy.pt"));
    Fault embed = trial.fault(STALL, "open", ".*/train/002[^/]*/[^/]*");
    RunFolder run = trial.newRun();
    Submit onOneExecutor =
        trial
            .submit()
            .with("--conf", "spark.cores.max=1")
            // Else it finds what the first one on that worker has fetched.
            .with("--conf", "spark.files.useFetchCache=false");

    Submit.Running running = onOneExecutor.with(Fault.options(embed)).start(trial.knn(run));
    ProcessHandle executor = embed.await(0, running);
    Files.copy(folder.resolve("birds/chm.pt"), model, StandardCopyOption.REPLACE_EXISTING);
    executor.destroyForcibly();
    embed.release();
    trial.recoverKnn("model replaced on a cluster, and an executor killed", running, run);
    Files.move(copy, model, StandardCopyOption.REPLACE_EXISTING);
  }

  @ParameterizedTest
  @CsvSource({"gone, libtorch_cpu.", "damaged, libc10."})
  void aWorkerWhoseLibtorchFailsIsNamedOrExcluded(String what, String name) throws Exception {
    Path library = unpacked(name);
    Path copy = Files.copy(library, folder.resolve("copy-" + what));
    if (what.equals("gone")) {
      Files.delete(library);
    } else {
      Files.write(library, new byte[0]);
    }
    RunFolder run = trial.newRun();
    try {
      Submit.Outcome outcome = trial.submit().run(trial.knn(run));
      assertThat(outcome.code()).as(outcome.output()).isEqualTo(3);
      assertThat(outcome.output())
          .containsPattern("(?m)^chm-corr: Cannot start libtorch: .*; this is process [0-9]+ on ")
          .contains("unpacks them in %s/natives/pytorch: delete that folder".formatted(folder))
          .doesNotContain("\tat ");
      Submit.Running running =
          trial
              .submit()
              .with("--conf", "spark.excludeOnFailure.enabled=true")
              .start(trial.knn(run));
      trial.recoverKnn(
          "libtorch %s on a worker; same command with excludeOnFailure".formatted(what),
          running,
          run);
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
