package dev.chmcorr.cluster;

import static dev.chmcorr.cluster.FaultyDisk.Kind.STALL;
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
 * The packaged program on Kubernetes without a cluster: a mock API server, and a node that runs
 * executors' pods as processes of this machine.
 */
@Tag("cluster")
class KubernetesIT {
  /** What fits this machine, in place of what conf/kubernetes.conf says. */
  private static final List<String> SMALL =
      List.of(
          "--executor-memory", "1g",
          "--driver-memory", "1g",
          "--conf", "spark.executor.instances=2",
          "--conf", "spark.executor.cores=1");

  @TempDir private static Path folder;
  private static KubernetesSpark spark;
  private static ApiServer server;
  private static Kubelet kubelet;
  private static Trial trial;

  @BeforeAll
  static void start() throws Exception {
    // Three tasks that embed.
    Birds birds = Birds.write(folder.resolve("birds"), new BirdGenerator.Options(3, 15, 8, 1));
    trial = new Trial(folder, birds, new Submit(folder, List.of("--master", "local[2]")).quick());
    spark = KubernetesSpark.in(folder.resolve("spark"));
    server = ApiServer.start(folder);
    kubelet = Kubelet.start(server, folder.resolve("pods"), spark.classPath());
  }

  @AfterAll
  static void stop() throws Exception {
    kubelet.close();
    server.close();
  }

  /** Its addresses and memory replaced, and with the precision of the other run. */
  @Test
  void theCommandOfThePageGivesTheTablesOfALocalRun() throws Exception {
    String properties = "--properties-file conf/kubernetes.conf";
    String command =
        KubernetesSpark.command("target/chm-corr.jar", server)
            .replace(properties, properties + " " + String.join(" ", SMALL))
            .replace("hdfs://nn/data", "file:" + folder + "/birds")
            .replace("hdfs://nn/models/resnet50.pt", "file:" + folder + "/birds/resnet.pt")
            .replace("hdfs://nn/runs", "file:" + folder + "/page --precision fp32");

    Submit.Outcome outcome = Trial.succeed(spark.start(command, folder));

    assertThat(outcome.output()).contains("kNN accuracy, k =   3:").doesNotContain(" INFO ");
    assertThat(Tables.rows("file:" + folder + "/page/birds/rankings", ""))
        .isNotEmpty()
        .isEqualTo(Tables.rows(trial.undisturbed().uri() + "/knn/rankings", ""));
  }

  /** In embed an executor's process is killed (kill -9), in rank the node of one is drained. */
  @Test
  void executorsWhosePodsEndAreReplaced() throws Exception {
    Fault embed = trial.fault(STALL, "open", ".*/train/002[^/]*/[^/]*");
    Fault rank = trial.fault(STALL, "create", ".*/_rankings_new/_temporary/.*/part-[^/]*");
    RunFolder run = trial.newRun();

    Submit.Running running = small().with(Fault.options(embed, rank)).start(trial.knn(run));
    ExecutorContainer killed = kubelet.containerOf(embed.await(0, running));
    killed.kill();
    embed.release();
    ExecutorContainer drained = kubelet.containerOf(rank.await(0, running));
    server.delete(drained.name());
    drained.await("Migrated migrate_shuffle");
    rank.release();

    trial.recoverKnn("pod killed in embed, node drained in rank", running, run);
    assertThat(killed.exitCode()).isEqualTo(137);
    assertThat(drained.name()).isNotEqualTo(killed.name());
  }

  @Test
  void rerankGoesOnWithoutAKilledPod() throws Exception {
    Fault correspond = trial.fault(STALL, "open", ".*/val/002[^/]*/[^/]*");
    RunFolder run = trial.newRun();

    Submit.Running running = small().with(Fault.options(correspond)).start(trial.rerank(run));
    kubelet.containerOf(correspond.await(0, running)).kill();
    correspond.release();

    trial.recoverRerank("pod killed in correspond", running, run);
  }

  @Test
  void anApiServerThatIsDownIsNamedInOneLine() throws Exception {
    Submit.Outcome outcome =
        small().with("--master", "k8s://http://localhost:9").run(trial.knn(trial.newRun()));

    assertThat(outcome.code()).as(outcome.output()).isEqualTo(3);
    assertThat(outcome.output())
        .containsPattern(
            "(?m)^chm-corr: Cannot run on k8s://http://localhost:9: Connection refused .*API server");
  }

  private static Submit small() throws Exception {
    return spark.submit(folder, server).quick().with(SMALL.toArray(String[]::new));
  }
}
