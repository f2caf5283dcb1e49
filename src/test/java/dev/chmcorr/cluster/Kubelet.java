package dev.chmcorr.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a node of Kubernetes does, as far as Spark's executors need it: each pod that the API server
 * is asked for is run as a process of this machine, says how it is, and ends when its pod is
 * deleted. It has no image, and no network of its own: all pods are 127.0.0.1.
 */
final class Kubelet implements AutoCloseable {
  private static final int INTERVAL_MILLISECONDS = 200;

  private final ApiServer server;
  private final Path folder;
  private final String spark;
  private final Map<String, ExecutorContainer> containers = new ConcurrentHashMap<>();
  private final Thread loop = new Thread(this::loop, "kubelet");

  private Kubelet(ApiServer server, Path folder, String spark) {
    this.server = server;
    this.folder = folder;
    this.spark = spark;
  }

  /**
   * Starts one.
   *
   * @param folder for volumes and logs
   * @param spark class path of the image's Spark
   */
  static Kubelet start(ApiServer server, Path folder, String spark) {
    Kubelet kubelet = new Kubelet(server, folder, spark);
    kubelet.loop.start();
    return kubelet;
  }

  /** All that it has run. */
  Collection<ExecutorContainer> containers() {
    return containers.values();
  }

  /** The one whose process this is. */
  ExecutorContainer containerOf(ProcessHandle process) {
    return containers.values().stream()
        .filter(container -> container.pid() == process.pid())
        .findFirst()
        .orElseThrow();
  }

  private void loop() {
    try {
      while (!Thread.interrupted()) {
        compare(server.list(ApiServer.NODE, "pods"));
        Thread.sleep(INTERVAL_MILLISECONDS);
      }
    } catch (InterruptedException e) {
      // It ends.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Brings what runs into line with what is wanted, and says how it is. */
  private void compare(List<JsonNode> pods) throws IOException, InterruptedException {
    for (JsonNode pod : pods) {
      String name = pod.at("/metadata/name").textValue();
      ExecutorContainer container = containers.get(name);
      if (container == null) {
        containers.put(name, ExecutorContainer.start(pod, folder.resolve(name), spark));
        server.patchStatus(name, status("Running", Map.of("running", Map.of())));
      } else if (container.isAlive() && isDeleted(pod)) {
        container.stop();
      } else if (!container.isAlive() && isRunning(pod)) {
        int code = container.exitCode();
        Map<String, ?> end = Map.of("terminated", Map.of("exitCode", code));
        server.patchStatus(name, status(code == 0 ? "Succeeded" : "Failed", end));
      } else if (!container.isAlive() && isDeleted(pod)) {
        server.release(name);
      }
    }
  }

  private static boolean isDeleted(JsonNode pod) {
    return !pod.at("/metadata/deletionTimestamp").isMissingNode();
  }

  private static boolean isRunning(JsonNode pod) {
    return pod.at("/status/phase").asText().equals("Running");
  }

  private static Map<String, Object> status(String phase, Map<String, ?> state) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("phase", phase);
    status.put("podIP", "127.0.0.1");
    status.put(
        "containerStatuses", List.of(Map.of("name", ExecutorContainer.NAME, "state", state)));
    return status;
  }

  @Override
  public void close() throws InterruptedException {
    loop.interrupt();
    loop.join();
    containers.values().forEach(ExecutorContainer::kill);
  }
}
