package dev.chmcorr.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.demo.BirdGenerator;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Executors of a standalone cluster of two workers die in the middle of each phase: the run goes
 * on, and leaves what an undisturbed one leaves.
 */
@Tag("cluster")
class ExecutorFaultsIT {
  @TempDir private static Path folder;
  private static StandaloneCluster cluster;
  private static Birds birds;
  private static Submit submit;
  private static RunFolder undisturbed;
  private static Submit.Outcome knn;
  private static Submit.Outcome rerank;

  @BeforeAll
  static void runUndisturbed() throws Exception {
    // Three tasks that embed, two chunks of queries.
    birds = Birds.write(folder.resolve("birds"), new BirdGenerator.Options(3, 15, 8, 1));
    cluster = StandaloneCluster.start(folder.resolve("cluster"), 2);
    submit =
        new Submit(folder, List.of("--master", cluster.url(), "--executor-memory", "1g"))
            .with("--conf", "spark.sql.shuffle.partitions=4");
    undisturbed = new RunFolder(folder.resolve("undisturbed"));
    knn = submit.run(birds.knn(undisturbed.uri()));
    assertThat(knn.code()).as(knn.output()).isZero();
    rerank = submit.run(rerank(undisturbed));
    assertThat(rerank.code()).as(rerank.output()).isZero();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void whileEmbedding() throws Exception {
    RunFolder run = new RunFolder(folder.resolve("embed"));
    kill("embed", birds.knn(run.uri()), knn, "open", ".*/train/002[^/]*/[^/]*");
    run.assertSameRankings(undisturbed);
  }

  @Test
  void whileRanking() throws Exception {
    RunFolder run = new RunFolder(folder.resolve("rank"));
    kill("rank", birds.knn(run.uri()), knn, "create", ".*/rankings/_temporary/.*/part-[^/]*");
    run.assertSameRankings(undisturbed);
  }

  @Test
  void whileCorresponding() throws Exception {
    RunFolder run = new RunFolder(folder.resolve("correspond"));
    kill("correspond", rerank(run), rerank, "open", ".*/val/003[^/]*/[^/]*");
    run.assertSameResults(undisturbed);
  }

  @Test
  void whileWritingFilesPerQuery() throws Exception {
    RunFolder run = new RunFolder(folder.resolve("score"));
    kill("score", rerank(run), rerank, "create", ".*/queries/[^/]*");
    run.assertSameResults(undisturbed);
  }

  private static String[] rerank(RunFolder run) {
    return birds.rerankOf(undisturbed.uri(), run.uri(), "--per-query", "json");
  }

  private static void kill(
      String phase, String[] command, Submit.Outcome whole, String when, String path)
      throws Exception {
    Fault fault = Fault.once(folder, FaultyDisk.Kind.STALL, when, path);
    Submit.Running run = submit.with(fault.options()).start(command);
    ProcessHandle executor = fault.await(0, run);
    assertThat(executor.pid()).isNotEqualTo(run.process().pid());
    executor.destroyForcibly();
    fault.release();
    Submit.Outcome outcome = run.await();

    assertThat(outcome.code()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("Lost executor").doesNotContain("\tat ");
    Recovery.print("executor killed (-9) in " + phase, outcome, whole);
  }
}
