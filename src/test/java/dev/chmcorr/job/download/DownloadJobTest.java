package dev.chmcorr.job.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.download.PublishedFile.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server of this machine that misbehaves. */
class DownloadJobTest {
  private static final Duration SOON = Duration.ofMillis(10);
  private static final String DRIVE_PAGE =
      """
      <!DOCTYPE html><html><head><title>Google Drive - Virus scan warning</title></head><body>
      <form id="download-form" action="/confirmed" method="get">
      <input type="submit" value="Download anyway"/>
      <input type="hidden" name="id" value="a b"><input type="hidden" name="confirm" value="t">
      <input type="hidden" name="uuid" value="1-2"></form></body></html>
      """;

  @TempDir private Path folder;
  private final byte[] content = new byte[300_000];
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private HttpServer server;
  private List<Duration> waits = List.of(SOON, SOON);
  private PublishedFile file = new PublishedFile(Kind.MODELS, "a", "a.pt", "id", null, null, null);
  private URI mirror;

  /** What the server does with a request; the last is repeated. */
  @FunctionalInterface
  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  @BeforeEach
  void start() throws IOException {
    new Random(1).nextBytes(content);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task);
              thread.setDaemon(true);
              return thread;
            }));
    server.createContext("/", this::handle);
    server.start();
    mirror = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(exchange.getRequestURI() + (range == null ? "" : " from there"));
    try (exchange) {
      (answers.size() > 1 ? answers.pop() : answers.peek()).to(exchange);
    } catch (IOException e) {
      // The client has gone, which some answers are for.
    }
  }

  private void download() throws IOException {
    download(Map.of());
  }

  private void download(Map<String, String> environment) throws IOException {
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    DownloadJob.run(
        new Console(out, out),
        new DownloadOptions(List.of(file), folder, mirror, waits, Duration.ofMillis(800)),
        environment);
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private void assertWhole() throws IOException {
    assertThat(folder.resolve("a.pt")).hasBinaryContent(content);
    assertThat(files()).containsExactly("a.pt", "a.pt.sha256");
    assertThat(folder.resolve("a.pt.sha256"))
        .hasContent(DigestUtils.sha256Hex(content) + "  a.pt\n");
  }

  private String refused() {
    StringBuilder message = new StringBuilder();
    assertThatThrownBy(this::download)
        .isInstanceOf(UserException.class)
        .satisfies(e -> message.append(e.getMessage()));
    return message.toString();
  }

  /** The file, or what is asked for of it, of some version. */
  private Answer whole(String version) {
    return exchange -> send(exchange, version, content.length);
  }

  /** As much of it, after which the connection ends. */
  private void send(HttpExchange exchange, String version, int bytes) throws IOException {
    int from = from(exchange, version);
    exchange.getResponseHeaders().set("ETag", version);
    exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
    OutputStream out = exchange.getResponseBody();
    out.write(content, from, Math.min(bytes, content.length - from));
    out.flush();
  }

  private static int from(HttpExchange exchange, String version) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    boolean same = version.equals(exchange.getRequestHeaders().getFirst("If-Range"));
    return range == null || !same
        ? 0
        : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
  }

  /** Whoever has not read what came before the connection ends may lose it. */
  private Answer broken(String version, int bytes) {
    return exchange -> {
      send(exchange, version, bytes);
      sleep(500);
    };
  }

  private static Answer page(String html) {
    return exchange -> {
      byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  private static Answer code(int code) {
    return exchange -> exchange.sendResponseHeaders(code, -1);
  }

  @Test
  void aFileThatIsThereIsCheckedAndNotLoadedAgain() throws IOException {
    answers.add(whole("\"1\""));
    download();
    assertWhole();
    assertThat(said()).contains("a.pt: 0.3 MB, SHA-256 " + DigestUtils.sha256Hex(content));

    download();

    assertThat(requests).hasSize(1);
    assertThat(said()).contains("a.pt is there: SHA-256 as in a.pt.sha256");
    Files.write(folder.resolve("a.pt"), new byte[] {1});
    assertThat(refused())
        .startsWith("Cannot use a.pt: its SHA-256 is ")
        .endsWith("; delete it, and give the same command again");
  }

  @Test
  void whatBreaksOffGoesOnFromThere() throws IOException {
    answers.addAll(List.of(broken("\"1\"", 100_000), broken("\"1\"", 50_000), whole("\"1\"")));

    download();

    assertWhole();
    assertThat(requests).containsExactly("/a.pt", "/a.pt from there", "/a.pt from there");
    assertThat(said()).contains("download: a.pt stopped at 0.1 MB (");
  }

  @Test
  void theNextCommandGoesOnToo() throws IOException {
    waits = List.of();
    answers.addAll(List.of(broken("\"1\"", 100_000), whole("\"1\"")));
    assertThat(refused()).startsWith("Cannot download a.pt: ").contains("get " + mirror + "a.pt");
    assertThat(files()).containsExactly(".a.pt.part", ".a.pt.part.json");

    download();

    assertWhole();
    assertThat(requests).containsExactly("/a.pt", "/a.pt from there");
  }

  @Test
  void ofAnotherVersionAllIsLoaded() throws IOException {
    answers.addAll(List.of(broken("\"1\"", 100_000), whole("\"2\"")));

    download();

    assertWhole();
    assertThat(requests).containsExactly("/a.pt", "/a.pt from there");
  }

  @Test
  void triesThatOnlyBringAgainWhatHadComeEnd() {
    waits = List.of(SOON, SOON);
    for (int bytes : new int[] {100_000, 50_000, 90_000}) {
      answers.add(
          exchange -> {
            // No version: each try begins anew.
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, bytes);
            exchange.getResponseBody().flush();
            sleep(500);
          });
    }
    answers.add(whole("\"1\""));

    assertThat(refused()).startsWith("Cannot download a.pt: ");
    assertThat(requests).hasSize(3);
  }

  @Test
  void partsOfTwoVersionsAreNeverOneFile() throws IOException {
    answers.add(broken("\"1\"", 100_000));
    answers.add(
        exchange -> {
          // It has version 2, and sends a part of that although version 1 was asked for.
          exchange.getResponseHeaders().set("ETag", "\"2\"");
          int from =
              Integer.parseInt(
                  exchange.getRequestHeaders().getFirst("Range").replaceAll("\\D", ""));
          exchange
              .getResponseHeaders()
              .set("Content-Range", "bytes %d-299999/300000".formatted(from));
          exchange.sendResponseHeaders(206, content.length - from);
          exchange.getResponseBody().write(new byte[content.length - from]);
        });
    answers.add(whole("\"2\""));

    download();

    assertWhole();
    assertThat(requests).containsExactly("/a.pt", "/a.pt from there", "/a.pt");
  }

  @Test
  void whatAKilledProcessHalfWroteIsNoObstacle() throws IOException {
    Files.write(folder.resolve(".a.pt.part"), new byte[] {1, 2, 3});
    Files.writeString(folder.resolve(".a.pt.part.json"), "{\"vers");
    Files.writeString(folder.resolve("a.pt.sha256"), "");
    answers.add(whole("\"1\""));

    download();

    assertWhole();
  }

  @Test
  void aServerThatStandsStillIsLeft() throws IOException {
    answers.add(
        exchange -> {
          send(exchange, "\"1\"", 100_000);
          sleep(5000);
        });
    answers.add(whole("\"1\""));

    download();

    assertWhole();
    assertThat(requests).containsExactly("/a.pt", "/a.pt from there");
  }

  private static void sleep(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void redirectionsAreFollowedAndOverloadIsWaitedFor() throws IOException {
    answers.add(
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          exchange.sendResponseHeaders(302, -1);
        });
    answers.addAll(List.of(code(503), code(429), whole("\"1\"")));

    download();

    assertWhole();
    assertThat(requests).containsExactly("/a.pt", "/elsewhere", "/a.pt", "/a.pt");
  }

  @Test
  void drivesQuestionIsAnswered() throws IOException {
    answers.addAll(List.of(page(DRIVE_PAGE), broken("\"1\"", 100_000)));
    answers.addAll(List.of(page(DRIVE_PAGE), whole("\"1\"")));

    download();

    assertWhole();
    assertThat(requests)
        .containsExactly(
            "/a.pt",
            "/confirmed?id=a+b&confirm=t&uuid=1-2",
            "/a.pt from there",
            "/confirmed?id=a+b&confirm=t&uuid=1-2 from there");
  }

  @Test
  void anyOtherPageIsNoFile() throws IOException {
    answers.add(page("<html><title>Google Drive - Quota exceeded</title></html>"));
    assertThat(refused())
        .startsWith(
            "Cannot download a.pt: 127.0.0.1 answers with a web page, 'Google Drive - Quota exceeded'; get "
                + mirror)
        .endsWith(
            ", put it at %s, and give the same command again, which checks it"
                .formatted(folder.resolve("a.pt")));
    answers.clear();
    answers.add(page(DRIVE_PAGE));
    assertThat(refused()).contains("'Google Drive - Virus scan warning'");
    answers.clear();
    byte[] page = " <html>".getBytes(StandardCharsets.UTF_8);
    answers.add(
        exchange -> {
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
        });
    assertThat(refused()).startsWith("Cannot use a.pt: it is a web page; nothing of it is kept");
    assertThat(files()).isEmpty();
    Files.write(folder.resolve("a.pt"), page);
    assertThat(refused()).startsWith("Cannot use a.pt: it is a web page; delete it");
  }

  @Test
  void wrongLengthsAreFound() throws IOException {
    waits = List.of(SOON);
    answers.add(
        exchange -> {
          exchange.sendResponseHeaders(200, content.length + 7);
          exchange.getResponseBody().write(content);
          exchange.getResponseBody().flush();
          sleep(500);
        });
    assertThat(refused()).startsWith("Cannot download a.pt: ");
    assertThat(requests).hasSize(2);

    answers.clear();
    answers.add(broken("\"1\"", 1000));
    answers.add(
        exchange -> {
          exchange.getResponseHeaders().set("Content-Range", "bytes 0-9/10");
          exchange.sendResponseHeaders(206, 10);
          exchange.getResponseBody().write(content, 0, 10);
        });
    assertThat(refused()).contains("sends another part of the file than was asked for");

    file = new PublishedFile(Kind.MODELS, "a", "a.pt", "id", null, 1000L, null);
    answers.clear();
    answers.add(whole("\"1\""));
    assertThat(refused()).contains("the server sends more than the 1000 bytes that it has");
    assertThat(files()).isEmpty();

    file = new PublishedFile(Kind.MODELS, "a", "a.pt", "id", null, 300_001L, null);
    assertThat(refused()).startsWith("Cannot use a.pt: it has 300000 bytes, must have 300001");
    assertThat(files()).isEmpty();
  }

  @Test
  void anotherContentThanPublishedIsNotKept() throws IOException {
    answers.add(whole("\"1\""));
    file = new PublishedFile(Kind.MODELS, "a", "a.pt", "id", null, null, "0676ba61");
    assertThat(refused())
        .startsWith("Cannot use a.pt: its SHA-256 is " + DigestUtils.sha256Hex(content))
        .contains(", must begin with 0676ba61; nothing of it is kept");
    assertThat(files()).isEmpty();

    String start = DigestUtils.sha256Hex(content).substring(0, 8);
    file = new PublishedFile(Kind.MODELS, "a", "a.pt", "id", null, 300_000L, start);
    download();
    assertWhole();
    assertThat(said()).contains("a.pt: 0.3 MB, SHA-256 as published");
  }

  @Test
  void whatIsGoneIsNotTriedAgain() {
    answers.add(code(404));

    assertThat(refused())
        .startsWith("Cannot download a.pt: the server says HTTP 404 for " + mirror + "a.pt; get ");
    assertThat(requests).hasSize(1);
  }

  @Test
  void whereNobodyAnswersThePlaceForAFileByHandIsNamed() throws IOException {
    server.stop(0);

    assertThat(refused())
        .startsWith("Cannot download a.pt: ")
        .contains("; get " + mirror + "a.pt by other means", "put it at " + folder + "/a.pt");
    assertThat(files()).isEmpty();
  }

  @Test
  void whoIsOfflineNeedNotWait() throws IOException {
    mirror = URI.create("http://published.invalid/files/");
    waits = List.of(Duration.ofHours(1));

    assertThat(refused())
        .startsWith("Cannot download a.pt: no such host, or no way to it from here; get ");
    assertThat(files()).isEmpty();
  }

  @Test
  void proxiesOfTheEnvironmentAreUsed() throws IOException {
    answers.add(whole("\"1\""));
    String proxy = "127.0.0.1:" + server.getAddress().getPort();
    mirror = URI.create("http://published.invalid/files/");

    download(Map.of("HTTP_PROXY", proxy));

    assertWhole();
    assertThat(requests).containsExactly("http://published.invalid/files/a.pt");
  }

  @Test
  void aProxyMayAskForAPassword() throws IOException {
    answers.add(
        exchange -> {
          String said = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
          // Of me and p@ss.
          if ("Basic bWU6cEBzcw==".equals(said)) {
            send(exchange, "\"1\"", content.length);
          } else {
            exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"all\"");
            exchange.sendResponseHeaders(407, -1);
          }
        });
    String proxy = "http://me:p%40ss@127.0.0.1:" + server.getAddress().getPort();
    mirror = URI.create("http://published.invalid/files/");

    download(Map.of("http_proxy", proxy));

    assertWhole();
  }

  @Test
  void theListHasEveryFileOfTheAuthorsOnce() {
    List<PublishedFile> all =
        Arrays.stream(Kind.values()).flatMap(kind -> PublishedFile.all(kind).stream()).toList();

    assertThat(all).extracting(PublishedFile::name).doesNotHaveDuplicates().hasSize(12);
    assertThat(all).extracting(PublishedFile::address).doesNotHaveDuplicates();
    assertThat(all).allMatch(one -> (one.drive() == null) != (one.url() == null));
    assertThat(PublishedFile.named(Kind.MODELS, List.of("pas_psi", "RESNET50")))
        .extracting(one -> one.address().toString())
        .containsExactly(
            "https://drive.usercontent.google.com/download?export=download&id=1yM1zA0Ews2I8d9-BGc6Q0hIAl7LzYqr0",
            "https://download.pytorch.org/models/resnet50-0676ba61.pth");
    assertThatThrownBy(() -> PublishedFile.named(Kind.SCORES, List.of("pas_psi")))
        .hasMessageStartingWith("Invalid NAME: pas_psi (must be ImageNet, ImageNet-Sketch, ");
  }
}
