package dev.chmcorr.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Authentication and encryption as conf/standalone.conf recommends them. */
@Tag("cluster")
class SecurityIT {
  private static final String SECRET = "hush-cluster-secret";
  private static final Pattern RECOMMENDED =
      Pattern.compile("#(spark\\.(authenticate|network|io|acls)\\S*)\\s+(\\S+)");

  @TempDir private Path folder;

  @Test
  void tablesAreTheSameAndTheSecretShowsNowhere() throws Exception {
    List<String> settings = recommended();
    Path events = Files.createDirectory(folder.resolve("events"));
    Trial trial =
        new Trial(
            folder,
            Birds.write(folder.resolve("birds")),
            new Submit(folder, List.of("--master", "local[2]")).quick());
    Fault fault = trial.fault(FaultyDisk.Kind.STALL, "open", ".*/val/003[^/]*/[^/]*");
    RunFolder run = trial.newRun();
    int port = freePort();
    Path logs = folder.resolve("cluster");
    try (StandaloneCluster cluster = StandaloneCluster.start(logs, 2, settings)) {
      Submit submit =
          new Submit(folder, List.of("--master", cluster.url(), "--executor-memory", "1g"))
              .quick()
              .with("--properties-file", client(settings).toString())
              .with("--conf", "spark.ui.port=" + port)
              .with("--conf", "spark.eventLog.enabled=true")
              .with("--conf", "spark.eventLog.compress=false")
              .with("--conf", "spark.eventLog.dir=file:" + events);
      Submit.Running running = submit.with(Fault.options(fault)).start(trial.rerank(run));
      fault.await(0, running);
      String page = environment("http://127.0.0.1:" + port + "/api/v1/applications");
      String commands = commands();
      fault.release();
      Submit.Outcome outcome =
          trial.recoverRerank("none; authentication and encryption on", running, run);

      assertThat(page).contains("spark.authenticate.secret", "redacted").doesNotContain(SECRET);
      assertThat(commands).contains("ExecutorBackend").doesNotContain(SECRET);
      assertThat(outcome.output()).doesNotContain(SECRET);
      assertThat(text(events)).contains("spark.authenticate.secret").doesNotContain(SECRET);
      assertThat(text(run.path())).isNotEmpty().doesNotContain(SECRET);
      assertThat(text(logs)).contains("Successfully registered").doesNotContain(SECRET);
    }
  }

  /** The last part of conf/standalone.conf, uncommented. */
  private static List<String> recommended() throws IOException {
    List<String> settings = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("conf", "standalone.conf"))) {
      Matcher setting = RECOMMENDED.matcher(line);
      if (setting.matches()) {
        String name = setting.group(1);
        settings.add(name + " " + (name.endsWith("secret") ? SECRET : setting.group(3)));
      }
    }
    assertThat(settings).hasSize(5);
    return settings;
  }

  /** conf/standalone.conf with these settings in it. */
  private Path client(List<String> settings) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(Path.of("conf", "standalone.conf")));
    lines.addAll(settings);
    return Files.write(folder.resolve("client.conf"), lines);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** What the page of the running application shows of its settings. */
  private static String environment(String applications) throws Exception {
    Matcher id = Pattern.compile("\"id\" : \"([^\"]+)\"").matcher(get(applications));
    assertThat(id.find()).isTrue();
    return get(applications + "/" + id.group(1) + "/environment");
  }

  private static String get(String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  /** What everybody on this machine sees of its processes. */
  private static String commands() {
    StringBuilder all = new StringBuilder();
    ProcessHandle.allProcesses().forEach(process -> all.append(command(process)).append('\n'));
    return all.toString();
  }

  /** Linux shows whole command lines there; Java's own way cuts them off. */
  private static String command(ProcessHandle process) {
    try {
      return Files.readString(
          Path.of("/proc/%d/cmdline".formatted(process.pid())), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return process.info().commandLine().orElse("");
    }
  }

  /** All files but those that are to hold the secret. */
  private static String text(Path root) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        if (!name.endsWith(".conf") && !name.endsWith(".jar")) {
          all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
      }
    }
    return all.toString();
  }
}
