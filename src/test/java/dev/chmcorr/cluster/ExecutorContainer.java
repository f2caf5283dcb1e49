package dev.chmcorr.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The container of an executor's pod as a process of this machine, which has the pod's environment
 * and volumes and no other: what /opt/entrypoint.sh of Spark's image makes of {@code executor}.
 */
final class ExecutorContainer {
  /** The name that Spark gives it. */
  static final String NAME = "spark-kubernetes-executor";

  private static final int GRACE_SECONDS = 30;
  private static final int PATIENCE_SECONDS = 60;

  private final JsonNode pod;
  private final Process process;
  private final Path log;
  private boolean stopping;

  private ExecutorContainer(JsonNode pod, Process process, Path log) {
    this.pod = pod;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it.
   *
   * @param pod as asked for
   * @param folder for its volumes and its log
   * @param spark class path of the image's Spark
   */
  static ExecutorContainer start(JsonNode pod, Path folder, String spark) throws IOException {
    Files.createDirectories(folder);
    Map<String, String> environment = environment(pod, volumes(pod, folder));
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(command(environment, spark))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new ExecutorContainer(pod, builder.start(), log);
  }

  /** Where its container has volumes, and the folders that are mounted there. */
  private static Map<String, Path> volumes(JsonNode pod, Path folder) throws IOException {
    Map<String, Path> volumes = new HashMap<>();
    for (JsonNode mount : container(pod).at("/volumeMounts")) {
      Path volume = folder.resolve(mount.at("/name").textValue());
      volumes.put(mount.at("/mountPath").textValue(), Files.createDirectories(volume));
    }
    return volumes;
  }

  private static Map<String, String> environment(JsonNode pod, Map<String, Path> volumes) {
    Map<String, String> environment = new HashMap<>();
    for (JsonNode variable : container(pod).at("/env")) {
      String value =
          switch (variable.at("/valueFrom/fieldRef/fieldPath").asText()) {
            case "status.podIP" -> "127.0.0.1";
            case "metadata.name" -> pod.at("/metadata/name").textValue();
            default -> variable.at("/value").asText();
          };
      for (Map.Entry<String, Path> volume : volumes.entrySet()) {
        value = value.replace(volume.getKey(), volume.getValue().toString());
      }
      environment.put(variable.at("/name").textValue(), value);
    }
    return environment;
  }

  private static List<String> command(Map<String, String> pod, String spark) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // The user of the image has no home.
    command.add("-Duser.home=/nonexistent");
    pod.keySet().stream()
        .filter(name -> name.startsWith("SPARK_JAVA_OPT_"))
        .sorted()
        .map(pod::get)
        .forEach(command::add);
    command.add("-Xms" + pod.get("SPARK_EXECUTOR_MEMORY"));
    command.add("-Xmx" + pod.get("SPARK_EXECUTOR_MEMORY"));
    command.addAll(List.of("-cp", pod.getOrDefault("SPARK_CLASSPATH", "") + ":" + spark));
    command.add("org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend");
    command.addAll(List.of("--driver-url", pod.get("SPARK_DRIVER_URL")));
    command.addAll(List.of("--executor-id", pod.get("SPARK_EXECUTOR_ID")));
    command.addAll(List.of("--cores", pod.get("SPARK_EXECUTOR_CORES")));
    command.addAll(List.of("--app-id", pod.get("SPARK_APPLICATION_ID")));
    command.addAll(List.of("--hostname", pod.get("SPARK_EXECUTOR_POD_IP")));
    command.addAll(List.of("--resourceProfileId", pod.get("SPARK_RESOURCE_PROFILE_ID")));
    command.addAll(List.of("--podName", pod.get("SPARK_EXECUTOR_POD_NAME")));
    return command;
  }

  private static JsonNode container(JsonNode pod) {
    return pod.at("/spec/containers/0");
  }

  /** The name of its pod. */
  String name() {
    return pod.at("/metadata/name").textValue();
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int exitCode() {
    return process.exitValue();
  }

  /** Waits until it has printed a text. */
  void await(String text) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
    while (!output().contains(text)) {
      if (System.nanoTime() > end || !isAlive()) {
        throw new IllegalStateException(
            "%s did not print %s but:%n%s".formatted(name(), text, output()));
      }
      Thread.sleep(50);
    }
  }

  /** What it has printed. */
  String output() throws IOException {
    return Files.readString(log);
  }

  /**
   * Ends it as of a pod that is deleted: by what the image's /opt/decom.sh does (SIGPWR) where it
   * is to run before, else by SIGTERM, and in the end by force.
   */
  void stop() throws IOException {
    if (!stopping) {
      stopping = true;
      boolean decommissions = !container(pod).at("/lifecycle/preStop/exec").isMissingNode();
      String signal = decommissions ? "-PWR" : "-TERM";
      new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
      var unused =
          process.onExit().completeOnTimeout(process, GRACE_SECONDS, SECONDS).thenRun(this::kill);
    }
  }

  /** Kills it (kill -9). */
  void kill() {
    process.destroyForcibly();
  }
}
