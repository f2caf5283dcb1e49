package dev.chmcorr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
