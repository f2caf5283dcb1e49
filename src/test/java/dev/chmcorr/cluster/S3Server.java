package dev.chmcorr.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An S3 server in a process of its own (s3proxy), which keeps a bucket's objects in a folder. */
final class S3Server implements AutoCloseable {
  /** The secret key, which must appear nowhere else. */
  static final String SECRET = "hush-hush-0d1f8a";

  private static final String BUCKET = "bucket";

  private final Daemon daemon;
  private final Path folder;
  private final String endpoint;

  private S3Server(Daemon daemon, Path folder, String endpoint) {
    this.daemon = daemon;
    this.folder = folder;
    this.endpoint = endpoint;
  }

  /** Starts it on a free port with one empty bucket. */
  static S3Server start(Path folder) throws Exception {
    Files.createDirectories(folder.resolve(BUCKET));
    Path settings = folder.resolveSibling("s3proxy.conf");
    Files.write(
        settings,
        List.of(
            "s3proxy.endpoint=http://127.0.0.1:0",
            // Takes signed requests and, from the tests, unsigned ones.
            "s3proxy.authorization=none",
            "jclouds.provider=filesystem-nio2",
            "jclouds.filesystem.basedir=" + folder));
    Daemon daemon =
        Daemon.java(
            "s3proxy",
            folder.getParent(),
            Map.of("LOG_LEVEL", "info"),
            List.of(
                "-Xmx512m",
                "-jar",
                "target/storage/s3proxy-jar-with-dependencies.jar",
                "--properties",
                settings.toString()));
    String port = daemon.await("Started \\S*ServerConnector.*\\{127.0.0.1:(\\d+)\\}");
    return new S3Server(daemon, folder, "http://127.0.0.1:" + port);
  }

  /** URI of the bucket, without a slash at the end. */
  String url() {
    return "s3a://" + BUCKET;
  }

  /** Uploads the files of a folder of this machine. */
  void put(Path local, String prefix) throws IOException, InterruptedException {
    try (Stream<Path> files = Files.walk(local)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String key = prefix + "/" + local.relativize(file);
        HttpResponse<String> response =
            HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(URI.create(endpoint + "/" + BUCKET + "/" + key))
                        .PUT(HttpRequest.BodyPublishers.ofFile(file))
                        .build(),
                    HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
          throw new IOException("Cannot put %s: %s".formatted(key, response.body()));
        }
      }
    }
  }

  /** Keys of uploads in parts that were begun and neither completed nor aborted. */
  List<String> pendingUploads() throws IOException, InterruptedException {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(endpoint + "/" + BUCKET + "?uploads")).build(),
                HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("Cannot list uploads: " + response.body());
    }
    return Pattern.compile("<Key>(.*?)</Key>")
        .matcher(response.body())
        .results()
        .map(key -> key.group(1))
        .toList();
  }

  /** Where the bucket's objects are files. */
  Path files() {
    return folder.resolve(BUCKET);
  }

  /** What spark-submit needs to reach it. */
  String[] options() {
    return new String[] {
      "--conf", "spark.hadoop.fs.s3a.endpoint=" + endpoint,
      "--conf", "spark.hadoop.fs.s3a.endpoint.region=us-east-1",
      "--conf", "spark.hadoop.fs.s3a.path.style.access=true",
      "--conf", "spark.hadoop.fs.s3a.connection.ssl.enabled=false",
      "--conf", "spark.hadoop.fs.s3a.access.key=tester",
      "--conf", "spark.hadoop.fs.s3a.secret.key=" + SECRET
    };
  }

  /** The same for a JVM, as system properties of Hadoop's names. */
  List<String> javaOptions() {
    return Arrays.stream(options())
        .filter(option -> option.startsWith("spark.hadoop."))
        .map(option -> "-D" + option.substring("spark.hadoop.".length()))
        .toList();
  }

  @Override
  public void close() {
    daemon.close();
  }
}
