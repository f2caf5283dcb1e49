import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * An API server of Kubernetes that keeps and watches what it is told: fabric8's. KubernetesIT runs
 * it from this file with jars of its own.
 */
final class MockApiServer {
  private MockApiServer() {}

  public static void main(String[] arguments) throws Exception {
    // It would tell of each request.
    Logger.getLogger("").setLevel(Level.WARNING);
    KubernetesMockServer server =
        new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new Objects(), false);
    server.init(InetAddress.getLoopbackAddress(), 0);
    System.out.println("listening on " + server.url("/"));
    Thread.currentThread().join();
  }

  /**
   * As with a real one, new pods are pending, deleted ones are there until their node has ended them
   * and so removes the finalizer, and what is applied is made if it is not there. Fabric8's has no
   * nodes, and changes only what there is.
   */
  private static final class Objects extends KubernetesCrudDispatcher {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public MockResponse handleCreate(RecordedRequest request) {
      if (!request.getPath().endsWith("/pods")) {
        return super.handleCreate(request);
      }
      try {
        ObjectNode pod = (ObjectNode) JSON.readTree(request.getBody().getBytes());
        pod.putObject("status").put("phase", "Pending");
        ((ObjectNode) pod.get("metadata")).putArray("finalizers").add("chmcorr.dev/node");
        return super.handleCreate(
            new RecordedRequest(
                request.getHttpVersion(),
                request.method(),
                request.getPath(),
                request.getHeaders(),
                new Buffer(JSON.writeValueAsBytes(pod))));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public MockResponse handlePatch(RecordedRequest request) {
      String path = request.getPath().replaceFirst("\\?.*", "");
      boolean applies = String.valueOf(request.getHeader("Content-Type")).contains("apply-patch");
      if (!applies || findResource(getKey(path)) != null) {
        return super.handlePatch(request);
      }
      return handleCreate(
          new RecordedRequest(
              request.getHttpVersion(),
              HttpMethod.POST,
              path.substring(0, path.lastIndexOf('/')),
              request.getHeaders(),
              request.getBody()));
    }
  }
}
