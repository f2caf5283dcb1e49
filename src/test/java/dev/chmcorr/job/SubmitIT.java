package dev.chmcorr.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.CtrlC;
import dev.chmcorr.demo.BirdGenerator;
import dev.chmcorr.demo.DemoCheckpoints;
import dev.chmcorr.job.run.LocalSpark;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program as users start it: real processes, spark-submit, a kill in the middle. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SubmitIT {
  @TempDir private static Path folder;

  private record Outcome(int code, String output) {}

  @BeforeAll
  static void prepare() throws IOException {
    BirdGenerator.write(folder.resolve("bird data"), new BirdGenerator.Options(3, 4, 6, 1));
    DemoCheckpoints.copyTo(folder);
  }

  @Test
  @Order(1)
  void importsModelsAndRanks() throws Exception {
    assertThat(run("--version").output()).startsWith("chm-corr 0.");
    importModel("resnet", DemoCheckpoints.RESNET, "resnet.pt");
    importModel("chm", DemoCheckpoints.CHM, "chm.pt");

    stopWhileItEmbeds();
    Outcome knn = run(knn());

    assertThat(knn.code()).as(knn.output()).isZero();
    assertThat(knn.output()).contains("kNN accuracy, k =   3:", "Rankings of 18 queries");
    assertThat(knn.output()).doesNotContain("Exception").doesNotContain("WARN");
    // A task that was in the middle of its work may have left it after the signal.
    assertThat(filesOfRuns()).doesNotContain("_temporary");
  }

  private static List<String> filesOfRuns() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("runs"))) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }

  @Test
  @Order(2)
  void aKilledRunContinuesAndGivesTheSameTables() throws Exception {
    Outcome whole = run(rerank("whole"));
    assertThat(whole.code()).as(whole.output()).isZero();

    Process killed = start(rerank("killed"));
    try (BufferedReader output = killed.inputReader()) {
      String line = output.readLine();
      while (line != null && !line.matches(".*correspond: .* of 18 queries, .*")) {
        line = output.readLine();
      }
      assertThat(line).as("progress of the first chunk").isNotNull();
      killed.destroyForcibly();
    }
    assertThat(killed.waitFor()).isNotZero();
    assertThat(folder.resolve("killed/results")).doesNotExist();

    Outcome resumed = run(rerank("killed"));
    assertThat(resumed.code()).as(resumed.output()).isZero();
    assertThat(resumed.output())
        .containsPattern("18 queries, [1-9][0-9]* of them already done")
        .contains("Queries: 18 of 18 have a result");
    for (String table : List.of("results", "correspondences")) {
      assertThat(rows("killed/" + table)).isEqualTo(rows("whole/" + table));
    }
  }

  @Test
  @Order(3)
  void mistakesAreOneLineAndAnExitCode() throws Exception {
    Outcome missing = run("scores", "show", file("nothing"));
    assertThat(missing.code()).isEqualTo(3);
    // A slow machine says how long it takes to start.
    assertThat(missing.output().lines().filter(line -> !line.startsWith("[")))
        .singleElement()
        .asString()
        .startsWith("chm-corr: Cannot find");

    Outcome wrong = run("knn", "--nonsense");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.output()).startsWith("chm-corr: ");
  }

  /** Ctrl-C, or where whoever started this process has it ignored, SIGTERM. */
  private static void stopWhileItEmbeds() throws Exception {
    boolean ignored = CtrlC.isIgnored();
    Process knn = start(knn());
    StringBuilder rest = new StringBuilder();
    try (BufferedReader output = knn.inputReader()) {
      String line = output.readLine();
      while (line != null && !line.contains(" of them already embedded")) {
        line = output.readLine();
      }
      assertThat(line).as("beginning of the first set").isNotNull();
      String signal = ignored ? "-TERM" : "-INT";
      new ProcessBuilder("kill", signal, Long.toString(knn.pid())).start().waitFor();
      output.lines().forEach(more -> rest.append(more).append('\n'));
    }
    assertThat(knn.waitFor()).as(rest.toString()).isEqualTo(ignored ? 143 : 130);
    assertThat(rest)
        .contains("chm-corr: stopped; what is finished is kept, and the same command goes on")
        .doesNotContain("Exception", "\tat ", "WARN", "ERROR");
    assertThat(filesOfRuns()).doesNotContain("_lock");
  }

  private static String[] knn() {
    return new String[] {
      "--master",
      "local[2]",
      "knn",
      "--name",
      "birds",
      "--train",
      data("train"),
      "--val",
      data("val"),
      "--model",
      file("resnet.pt"),
      "--precision",
      "fp32",
      "--out",
      file("runs")
    };
  }

  private static void importModel(String kind, String checkpoint, String archive) throws Exception {
    Outcome imported = run("import-model", kind, file(checkpoint), "--out", file(archive));
    assertThat(imported.code()).as(imported.output()).isZero();
  }

  private static String[] rerank(String name) {
    return new String[] {
      "--master",
      "local[2]",
      "rerank",
      "--train",
      data("train"),
      "--val",
      data("val"),
      "--knn",
      file("runs/birds"),
      "--model",
      file("resnet.pt"),
      "--chm",
      file("chm.pt"),
      "--N",
      "6",
      "--K",
      "3",
      "--precision",
      "fp32",
      "--out",
      file(name)
    };
  }

  private static String data(String split) {
    return folder + "/bird data/" + split;
  }

  private static String file(String name) {
    return folder.resolve(name).toString();
  }

  private static List<String> rows(String table) {
    return LocalSpark.session()
        .read()
        .parquet(folder.resolve(table).toString())
        .toJSON()
        .collectAsList()
        .stream()
        .sorted()
        .toList();
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("submit/chm-corr"));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("SPARK_HOME");
    return builder.start();
  }

  private static Outcome run(String... arguments) throws Exception {
    Process process = start(arguments);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return new Outcome(process.exitValue(), output);
  }
}
