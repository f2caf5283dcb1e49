package dev.chmcorr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.Limits;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private record Outcome(int code, String out, String err) {}

  @SuppressWarnings("SystemOut")
  private static Outcome run(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream newOut = new ByteArrayOutputStream();
    ByteArrayOutputStream newErr = new ByteArrayOutputStream();
    System.setOut(new PrintStream(newOut, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(newErr, true, StandardCharsets.UTF_8));
    try {
      int code = Main.run(arguments);
      return new Outcome(
          code, newOut.toString(StandardCharsets.UTF_8), newErr.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"import-model", "knn", "rerank", "scores", "masks", "demo"})
  void everyCommandExplainsItself(String command) {
    Outcome outcome = run(command, "--help");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("Usage: ", command);
  }

  @Test
  void aWrongCommandLineIsOneLineAndAHint() {
    Outcome outcome = run("knn", "--k", "many");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("chm-corr: ").contains("many").contains("knn --help");
    assertThat(outcome.err().lines()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "knn, --max-pixels 0, 1..715827879",
    "knn, --max-image-mib 4096, 1..2048",
    "rerank, --max-input-mib -1, 1..1048576",
    "rerank, --max-image-mib 0, 1..2048",
    "masks, --max-pixels 2147483647, 1..715827879",
    "masks, --max-input-mib 0, 1..1048576",
    "import-model, --max-input-mib 0, 1..1048576",
    "import-model, --max-input-mib 1GiB, 1..1048576",
    "scores import, --max-input-mib 2000000, 1..1048576"
  })
  void aLimitThatMakesNoSenseIsAWrongCommandLine(String command, String option, String range) {
    Outcome outcome = run((command + " " + option).split(" "));

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .startsWith(
            "chm-corr: Invalid value for option '%s': '%s' is not a whole number of %s"
                .formatted(option.split(" ")[0], option.split(" ")[1], range))
        .contains("Try: submit/chm-corr " + command + " --help");
  }

  @ParameterizedTest
  @CsvSource({
    "knn, true, false",
    "rerank, true, true",
    "masks, true, true",
    "import-model, false, true",
    "scores import, true, true"
  })
  void aCommandHasTheLimitsOfWhatItReads(String command, boolean images, boolean other) {
    String help = run((command + " --help").split(" ")).out();

    assertThat(help.contains("Limits of images.")).isEqualTo(images);
    assertThat(help.contains("--max-pixels=N")).isEqualTo(images);
    assertThat(help.contains("--max-image-mib=MIB")).isEqualTo(images);
    assertThat(help.contains("--max-input-mib=MIB")).isEqualTo(other);
    for (int value : Limits.DEFAULT.all().values()) {
      boolean inputs = value == Limits.DEFAULT.inputMebibytes();
      assertThat(help.contains("Default: " + value)).isEqualTo(inputs ? other : images);
    }
  }

  @Test
  void anOptionThatIsMisspeltIsNamedRatherThanMissed() {
    Outcome outcome = run("knn", "--modle", "resnet.pt");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .startsWith("chm-corr: Unknown options: '--modle', 'resnet.pt'")
        .contains("Possible solutions: --model")
        .doesNotContain("Missing");
  }

  @Test
  void withoutACommandItSaysWhatIsMissing() {
    assertThat(run().code()).isEqualTo(2);
    assertThat(run().err()).contains("Missing command");
    assertThat(run("scores").err()).contains("import, export or show");
  }

  @Test
  void aWrongInputIsOneLine() {
    Outcome outcome = run("import-model", "resnet", "/no/such.pth", "--out", "/tmp/none.pt");

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err())
        .isEqualTo(
            "chm-corr: Cannot find checkpoint file:/no/such.pth: no such file or folder"
                + System.lineSeparator());
  }
}
