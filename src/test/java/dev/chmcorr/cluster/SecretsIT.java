package dev.chmcorr.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that spark-submit is given stay with it. */
@Tag("cluster")
class SecretsIT {
  private static final List<String> SECRETS =
      List.of("hush-s3-secret", "hush-s3-token", "hush-azure-key", "hush-password");

  @TempDir private Path folder;

  @Test
  void noSecretIsInTablesRecordsEventLogOrConsole() throws Exception {
    Path events = Files.createDirectory(folder.resolve("events"));
    Birds birds = Birds.write(folder.resolve("birds"));
    Submit submit =
        new Submit(
            folder,
            List.of(
                "--master", "local[2]",
                "--conf", "spark.eventLog.enabled=true",
                "--conf", "spark.eventLog.dir=file:" + events,
                "--conf", "spark.eventLog.compress=false",
                "--conf", "spark.hadoop.fs.s3a.secret.key=" + SECRETS.get(0),
                "--conf", "spark.hadoop.fs.s3a.session.token=" + SECRETS.get(1),
                "--conf", "spark.hadoop.fs.azure.account.key.x=" + SECRETS.get(2),
                "--conf", "spark.ssl.keyStorePassword=" + SECRETS.get(3)));

    Submit.Outcome outcome = submit.quick().run(birds.knn("file:" + folder.resolve("runs")));

    assertThat(outcome.code()).as(outcome.output()).isZero();
    assertThat(SECRETS).noneMatch(outcome.output()::contains);
    List<Path> written = files(folder.resolve("runs"));
    List<Path> logs = files(events);
    assertThat(written).isNotEmpty();
    assertThat(text(logs)).contains("spark.hadoop.fs.s3a.secret.key", "redacted");
    assertThat(SECRETS).noneMatch(text(written)::contains).noneMatch(text(logs)::contains);
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static String text(List<Path> files) throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path file : files) {
      all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    }
    return all.toString();
  }
}
