package dev.chmcorr.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An API server of Kubernetes in a process of its own: fabric8's, which keeps and watches what it
 * is told and has no nodes. Its jars would replace Spark's netty.
 */
final class ApiServer implements AutoCloseable {
  /** The version of the client that Spark has. */
  private static final String FABRIC8 = "7.6.1";

  private static final Path JARS = Path.of("target", "kubernetes-server");

  /** The only namespace whose pods run. */
  static final String NODE = "default";

  private static final String MERGE = "application/merge-patch+json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Daemon daemon;
  private final String url;
  private final HttpClient client = HttpClient.newHttpClient();

  private ApiServer(Daemon daemon, String url) {
    this.daemon = daemon;
    this.url = url;
  }

  /** Starts one on a free port. */
  static ApiServer start(Path folder) throws Exception {
    MavenJars.fetch(
        JARS,
        "io.fabric8:kubernetes-server-mock:" + FABRIC8,
        "io.fabric8:kubernetes-client:" + FABRIC8,
        "org.slf4j:slf4j-nop:2.0.17");
    Daemon daemon =
        Daemon.java(
            "api-server",
            Files.createDirectories(folder),
            Map.of(),
            List.of(
                "-Xmx256m",
                "-cp",
                JARS.resolve("jars") + "/*",
                "src/test/kubernetes/MockApiServer.java"));
    return new ApiServer(daemon, daemon.await("listening on (http://\\S+:\\d+)"));
  }

  /** Without a slash at the end. */
  String url() {
    return url;
  }

  /** The objects of a kind. */
  List<JsonNode> list(String namespace, String kind) throws IOException, InterruptedException {
    List<JsonNode> items = new ArrayList<>();
    JSON.readTree(send("GET", namespace + "/" + kind, BodyPublishers.noBody()).body())
        .at("/items")
        .forEach(items::add);
    return items;
  }

  /** Says how a pod is; if it is gone, nobody wants to know. */
  void patchStatus(String pod, Map<String, ?> status) throws IOException, InterruptedException {
    patch(NODE + "/pods/" + pod + "/status", Map.of("status", status));
  }

  /** Lets a deleted pod go. */
  void release(String pod) throws IOException, InterruptedException {
    patch(NODE + "/pods/" + pod, Map.of("metadata", Map.of("finalizers", List.of())));
  }

  /** Deletes a pod, as whoever drains a node does. */
  void delete(String pod) throws IOException, InterruptedException {
    send("DELETE", NODE + "/pods/" + pod, BodyPublishers.noBody());
  }

  private void patch(String path, Map<String, ?> patch) throws IOException, InterruptedException {
    send("PATCH", path, BodyPublishers.ofString(JSON.writeValueAsString(patch)));
  }

  private HttpResponse<String> send(String method, String path, BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/api/v1/namespaces/" + path))
            .header("Content-Type", MERGE)
            .method(method, body)
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  @Override
  public void close() {
    daemon.close();
  }
}
