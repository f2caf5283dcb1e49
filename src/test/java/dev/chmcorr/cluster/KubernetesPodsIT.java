package dev.chmcorr.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pods that are asked for by the commands of conf/README.md with conf/kubernetes.conf. */
@Tag("cluster")
class KubernetesPodsIT {
  private static final String SETTINGS = "conf/kubernetes.conf";
  private static final Pattern SETTING = Pattern.compile("(?m)^#?(spark\\.kubernetes\\.\\S+)");
  private static final int PATIENCE_SECONDS = 120;

  @TempDir private static Path folder;
  private static KubernetesSpark spark;
  private static ApiServer server;

  @BeforeAll
  static void start() throws Exception {
    spark = KubernetesSpark.in(folder.resolve("spark"));
    server = ApiServer.start(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void executorsAreAsTheSettingsSay() throws Exception {
    JsonNode pod = executor("as-is", Path.of(SETTINGS));
    JsonNode container = pod.at("/spec/containers/0");

    assertThat(pod.at("/spec/serviceAccountName").asText()).isEqualTo("default");
    assertThat(container.at("/image").asText())
        .isEqualTo("apache/spark:%s-scala2.13-java17-ubuntu", KubernetesSpark.VERSION);
    assertThat(container.at("/resources/requests/cpu").asText()).isEqualTo("4");
    assertThat(container.at("/resources/requests/memory").asText()).isEqualTo("8192Mi");
    assertThat(container.at("/resources/limits").toString()).isEqualTo("{\"memory\":\"8192Mi\"}");
    assertThat(variable(container, "SPARK_EXECUTOR_MEMORY")).isEqualTo("4096m");
    assertThat(variable(container, "MALLOC_ARENA_MAX")).isEqualTo("4");
    assertThat(variable(container, "DJL_CACHE_DIR")).isEqualTo("/opt/libtorch-cache");
    assertThat(named(container.at("/volumeMounts"), "libtorch").at("/mountPath").asText())
        .isEqualTo("/opt/libtorch-cache");
    assertThat(named(pod.at("/spec/volumes"), "libtorch").at("/emptyDir").isObject()).isTrue();
    assertThat(container.at("/lifecycle/preStop/exec/command/0").asText())
        .isEqualTo("/opt/decom.sh");
    assertThat(pod.at("/spec/terminationGracePeriodSeconds").asInt()).isEqualTo(120);
    assertThat(variable(container, "_SPARK_AUTH_SECRET")).isNotEmpty();
    assertThat(container.at("/env").findValuesAsText("value"))
        .contains("--add-opens=java.base/java.lang=ALL-UNNAMED", "-Dspark.authenticate=true");
  }

  /** A misspelt one would be ignored without a word; those left out here show in the pods. */
  @Test
  void settingsAreSparks() throws Exception {
    String known = KubernetesSpark.constants("org/apache/spark/deploy/k8s/Config$.class");

    assertThat(SETTING.matcher(Files.readString(Path.of(SETTINGS))).results())
        .extracting(found -> found.group(1))
        .filteredOn(key -> !key.contains(".volumes.") && !key.contains(".authenticate."))
        .hasSizeGreaterThan(5)
        .allMatch(known::contains);
  }

  /** By the lines that stand there as comments. */
  @Test
  void executorsHaveGpusAndSharedVolumes() throws Exception {
    String settings =
        Files.readString(Path.of(SETTINGS))
            .replaceAll("(?m)^#(spark\\.(executor|task)\\.resource\\.gpu)", "$1")
            .replaceAll("(?m)^#(spark\\.kubernetes\\.executor\\.volumes)", "$1");
    JsonNode pod = executor("gpus", Files.writeString(folder.resolve("gpus.conf"), settings));

    assertThat(pod.at("/spec/containers/0/resources/limits/nvidia.com~1gpu").asText())
        .isEqualTo("1");
    assertThat(pod.at("/spec/containers/0/resources/limits").size()).isEqualTo(2);
    JsonNode volumes = pod.at("/spec/volumes");
    assertThat(named(volumes, "data").at("/persistentVolumeClaim/claimName").asText())
        .isEqualTo("chm-corr-data");
    assertThat(named(volumes, "libtorch").at("/emptyDir/sizeLimit").asText()).isEqualTo("1Gi");
  }

  @Test
  void theDriverOfClusterModeIsAsTheCommandSays() throws Exception {
    String command =
        KubernetesSpark.command("local:///opt/chm-corr/chm-corr.jar", server)
            .replace(SETTINGS, SETTINGS + inNamespace("driver"))
            .replace(
                "--class", "--conf spark.kubernetes.submission.waitAppCompletion=false --class");

    Submit.Outcome outcome = spark.start(command, folder).await();

    assertThat(outcome.code()).as(outcome.output()).isZero();
    JsonNode pod = server.list("driver", "pods").get(0);
    JsonNode container = pod.at("/spec/containers/0");
    assertThat(pod.at("/spec/serviceAccountName").asText()).isEqualTo("spark");
    assertThat(container.at("/image").asText()).isEqualTo("registry.example.com/chm-corr:cpu");
    assertThat(container.at("/resources/limits/memory").asText()).isEqualTo("4505Mi");
    assertThat(StreamSupport.stream(container.at("/args").spliterator(), false))
        .extracting(JsonNode::asText)
        .startsWith("driver")
        .containsSequence("dev.chmcorr.cli.Main", "local:///opt/chm-corr/chm-corr.jar", "knn");
    assertThat(server.list("driver", "configmaps").toString())
        .contains("spark.executorEnv.DJL_CACHE_DIR=/opt/chm-corr/natives");
  }

  private static String inNamespace(String namespace) {
    return " --conf spark.kubernetes.namespace=" + namespace;
  }

  /** An executor's pod as a driver asks for it in a namespace where no node is. */
  private static JsonNode executor(String namespace, Path settings) throws Exception {
    String command =
        KubernetesSpark.command("target/chm-corr.jar", server)
            .replace(SETTINGS, settings + inNamespace(namespace));
    Submit.Running running = spark.start(command, folder);
    try {
      List<JsonNode> pods = server.list(namespace, "pods");
      long end = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
      while (pods.size() < 4) {
        assertThat(running.process().isAlive() && System.nanoTime() < end)
            .as(running.output())
            .isTrue();
        Thread.sleep(200);
        pods = server.list(namespace, "pods");
      }
      return pods.get(0);
    } finally {
      running.process().destroyForcibly().waitFor();
    }
  }

  private static String variable(JsonNode container, String name) {
    return named(container.at("/env"), name).at("/value").asText();
  }

  private static JsonNode named(JsonNode list, String name) {
    return StreamSupport.stream(list.spliterator(), false)
        .filter(one -> one.at("/name").asText().startsWith(name))
        .findFirst()
        .orElseThrow();
  }
}
