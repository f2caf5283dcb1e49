package dev.chmcorr.cluster;

import static dev.chmcorr.cluster.FaultyDisk.Kind.STALL;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged program on a Hadoop cluster, by conf/yarn.conf as it is; only its sizes do not fit
 * this machine. The nodes' own Java is of no use, as on nodes with an older one.
 */
@Tag("cluster")
class YarnIT {
  private static final Path CONF = Path.of("conf", "yarn.conf");
  private static final List<String> SIZES =
      List.of(
          "spark.driver.memory=512m",
          "spark.executor.memory=700m",
          "spark.executor.memoryOverhead=900m",
          "spark.executor.cores=1",
          "spark.executor.instances=1",
          // This machine may be busy with other things.
          "spark.yarn.am.waitTime=600s",
          "spark.network.timeout=600s");

  @TempDir private static Path folder;
  private static Birds birds;
  private static RunFolder local;
  private static HdfsCluster hdfs;
  private static YarnCluster yarn;
  private static Distribution spark;
  private static Submit submit;

  @BeforeAll
  static void start() throws Exception {
    birds = Birds.write(folder.resolve("birds"));
    local = new RunFolder(folder.resolve("local"));
    Submit here = new Submit(folder, List.of("--master", "local[2]")).quick();
    Trial.succeed(here.start(birds.knn(local.uri())));
    Trial.succeed(here.start(birds.rerank(local.uri(), "--per-query", "json")));
    hdfs = HdfsCluster.start(folder.resolve("hdfs"));
    yarn = YarnCluster.start(folder.resolve("yarn"), hdfs.url());
    yarn.addNode("node", Map.of(), Map.of("JAVA_HOME", "/nowhere"));
    spark =
        Distribution.make(
            folder.resolve("spark"),
            Path.of("target", "storage", "spark-yarn_2.13.jar"),
            QuickStart.disk());
    submit =
        new Submit(folder, List.of("--properties-file", CONF.toString()))
            .withEnvironment("SPARK_HOME", spark.home().toString())
            .withEnvironment("HADOOP_CONF_DIR", yarn.conf().toString())
            .with(options(SIZES))
            .with(options(java()))
            .with(uncommented("spark.yarn.jars", "local:" + spark.home() + "/jars/*"))
            .with("--conf", "spark.kryo.registrationRequired=true");
  }

  @AfterAll
  static void stop() {
    yarn.close();
    hdfs.close();
  }

  /** The driver here, everything in HDFS, Spark's jars shipped by spark-submit itself. */
  @Test
  void theCommandOfThePageRanks() throws Exception {
    hdfs.put(folder.resolve("birds"), "/data");
    hdfs.put(folder.resolve("birds/resnet.pt"), "/models/resnet50.pt");
    Path clone = Files.createDirectory(folder.resolve("clone"));
    Map<String, String> environment = Map.of("HADOOP_CONF_DIR", yarn.conf().toString());

    try (SubmitAlone alone = SubmitAlone.link(clone, spark, environment)) {
      List<String> settings = new ArrayList<>(SIZES);
      settings.addAll(java());
      String options =
          settings.stream().map(setting -> "--conf '" + setting + "' ").collect(joining());
      SubmitAlone.assertRanked(
          alone.run(
              SubmitAlone.commands()
                  .get(2)
                  .replace("--executor-memory 8g ", options)
                  .replace("--name birds", "--name birds --precision fp32")));
    }

    for (String table : List.of("rankings", "errors")) {
      assertThat(Tables.rows(hdfs.url() + "/runs/birds/" + table, hdfs.url() + "/data"))
          .isEqualTo(Tables.rows(local.path() + "/knn/" + table, birds.root()));
    }
  }

  /** As by kill -9, or with the node: YARN begins it again on another. */
  @Test
  void theNextAttemptOfAKilledDriverGoesOn() throws Exception {
    Fault fault = fault("open", ".*/train/003[^/]*/[^/]*");
    RunFolder run = newRun();

    Submit.Running running = inCluster().with(Fault.options(fault)).start(birds.knn(run.uri()));
    fault.await(0, running);
    String lock = Files.readString(run.path().resolve("knn/_lock"));
    ProcessHandle.of(Long.parseLong(lock.split("@")[0])).orElseThrow().destroyForcibly();
    Submit.Outcome outcome = Trial.succeed(running);

    run.assertSameRankings(local);
    assertThat(lock).containsPattern(" appattempt_\\d+_\\d+_000001$");
    Matcher application =
        Pattern.compile("Submitted application (application_\\S+)").matcher(outcome.output());
    assertThat(application.find()).as(outcome.output()).isTrue();
    assertThat(driver(application.group(1), 2))
        .contains("attempt 2 at " + application.group(1) + ": YARN has begun the driver again")
        .contains("embed: 18 query images, 18 of them already embedded");
  }

  @Test
  void aKilledExecutorIsReplaced() throws Exception {
    Fault fault = fault("open", ".*/val/003[^/]*/[^/]*");
    RunFolder run = newRun();

    Submit.Running running = submit.with(Fault.options(fault)).start(birds.knn(run.uri()));
    fault.await(0, running).destroyForcibly();
    Trial.succeed(running);

    run.assertSameRankings(local);
  }

  @Test
  void reRanks() throws Exception {
    RunFolder run = newRun();

    Trial.succeed(submit.start(birds.rerankOf(local.uri(), run.uri(), "--per-query", "json")));

    run.assertSameResults(local);
  }

  /** What a user sees who gave too little beside the heap: Spark asks for the next without end. */
  @Test
  void executorsKilledForTheirMemoryAreNamed() throws Exception {
    Submit.Running running =
        submit
            .with("--conf", "spark.executor.memory=512m")
            .with("--conf", "spark.executor.memoryOverhead=64m")
            .with("--conf", "spark.executor.extraJavaOptions=-Xms512m -XX:+AlwaysPreTouch")
            .start(birds.knn(newRun().uri()));
    try {
      running.awaitLine(
          "warning: yarn has no executor running yet; .* end executors as they start");
    } finally {
      running.process().destroy();
      running.await();
    }

    assertThat(running.output())
        .contains("Container killed by YARN for exceeding physical memory limits.")
        .contains("Consider boosting spark.executor.memoryOverhead.");
  }

  /** A node that says it has two GPUs, labelled as conf/yarn.conf says; libtorch finds none. */
  @Test
  void executorsAreAskedForWithTheirGpus() throws Exception {
    Path tool = nvidiaSmi();
    yarn.allowLabel("gpu");
    yarn.addNode(
        "gpu-node",
        Map.of(
            "yarn.nodemanager.resource-plugins", "yarn.io/gpu",
            "yarn.nodemanager.resource-plugins.gpu.path-to-discovery-executables", tool.toString(),
            "yarn.nodemanager.node-labels.provider", "config",
            "yarn.nodemanager.node-labels.provider.configured-node-partition", "gpu"),
        Map.of("JAVA_HOME", "/nowhere"));
    RunFolder run = newRun();

    Trial.succeed(
        submit
            .with(uncommented("spark.executor.resource.gpu.amount"))
            .with(uncommented("spark.executor.resource.gpu.discoveryScript"))
            .with(uncommented("spark.task.resource.gpu.amount"))
            .with(uncommented("spark.files"))
            .with(uncommented("spark.yarn.executor.nodeLabelExpression"))
            .with("--conf", "spark.executorEnv.PATH=" + tool.getParent() + ":/usr/bin:/bin")
            .start(birds.knn(run.uri())));

    run.assertSameRankings(local);
    assertThat(yarn.log()).contains("yarn.io/gpu: 1");
    assertThat(yarn.printed("gpu-node", "stderr").values())
        .singleElement()
        .asString()
        .contains("gpu -> [name: gpu, addresses: 0,1]");
  }

  /** NVIDIA's program, as far as YARN's node and submit/gpus.sh ask it. */
  private static Path nvidiaSmi() throws IOException {
    String gpu =
        """
        <gpu id="%1$d"><product_name>none</product_name><uuid>%1$d</uuid><minor_number>%1$d</minor_number></gpu>
        """;
    String all = gpu.formatted(0) + gpu.formatted(1);
    Path tool = Files.createDirectory(folder.resolve("bin")).resolve("nvidia-smi");
    Files.writeString(
        tool,
        """
        #!/bin/sh
        case "$*" in
          *--query-gpu=index*) printf '0\\n1\\n' ;;
          *) echo '<nvidia_smi_log>%s</nvidia_smi_log>' ;;
        esac
        """
            .formatted(all.replace("\n", "")));
    assertThat(tool.toFile().setExecutable(true)).isTrue();
    return tool;
  }

  @Test
  void aMistakeIsNamedWhereTheCommandWasGiven() throws Exception {
    String[] knn = birds.knn(newRun().uri());
    knn[List.of(knn).indexOf("--train") + 1] = "file:/nowhere";

    Submit.Outcome outcome = inCluster().with("--conf", "spark.yarn.maxAppAttempts=1").run(knn);

    assertThat(outcome.code()).isNotZero();
    assertThat(outcome.output()).contains("CommandFailed: Cannot ", "file:/nowhere");
  }

  private static Submit inCluster() {
    return submit.with("--deploy-mode", "cluster");
  }

  private static RunFolder newRun() throws IOException {
    return new RunFolder(Files.createTempDirectory(folder, "run-"));
  }

  private static Fault fault(String when, String path) throws IOException {
    return new Fault(STALL, when, path, 1, Files.createTempDirectory(folder, "fault-"));
  }

  /** What the driver of an attempt has printed, in the first of the attempt's containers. */
  private static String driver(String application, int attempt) throws IOException {
    String name =
        "container_%s_%02d_000001".formatted(application.replace("application_", ""), attempt);
    return yarn.printed("node", "stderr").get(name);
  }

  /** What conf/yarn.conf says to uncomment for nodes with an older Java; and quick starts. */
  private static List<String> java() throws IOException {
    String home = System.getProperty("java.home");
    String flags = String.join(" ", QuickStart.plainFlags());
    List<String> settings = new ArrayList<>();
    for (String name :
        List.of("spark.executorEnv.JAVA_HOME", "spark.yarn.appMasterEnv.JAVA_HOME")) {
      settings.add(uncommented(name, home)[1]);
    }
    for (String name : List.of("driver", "executor")) {
      settings.add("spark." + name + ".extraJavaOptions=" + flags);
    }
    return settings;
  }

  /** A setting that stands in conf/yarn.conf as a comment, with another value. */
  private static String[] uncommented(String name, String value) throws IOException {
    assertThat(CONF).content().containsPattern("(?m)^#" + Pattern.quote(name) + " +\\S");
    return new String[] {"--conf", name + "=" + value};
  }

  /** A setting that stands in conf/yarn.conf as a comment, with the value that it has there. */
  private static String[] uncommented(String name) throws IOException {
    Matcher setting =
        Pattern.compile("(?m)^#" + Pattern.quote(name) + " +(\\S+)$")
            .matcher(Files.readString(CONF));
    assertThat(setting.find()).as(name).isTrue();
    return new String[] {"--conf", name + "=" + setting.group(1)};
  }

  private static String[] options(List<String> settings) {
    return settings.stream()
        .flatMap(setting -> Stream.of("--conf", setting))
        .toArray(String[]::new);
  }
}
