package dev.chmcorr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.chmcorr.CtrlC;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process of its own, with a stand-in for Spark's class, which says what it got and waits. */
@Timeout(60)
class StartTest {
  private static final String SPARK =
      """
      package org.apache.spark.deploy;

      public final class SparkSubmit {
        public static void main(String[] arguments) throws Exception {
          System.out.println(String.join(" ", arguments));
          Thread.sleep(arguments[0].equals("wait") ? 60_000 : 0);
        }
      }
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSignalBeforeTheProgramRunsIsAnsweredInOneLine(String signal, int code) throws Exception {
    assumeFalse(signal.equals("INT") && CtrlC.isIgnored(), "whoever started the tests ignores INT");
    Process process = start("wait", "--name", "x y");
    try (BufferedReader out = process.inputReader();
        BufferedReader err = process.errorReader()) {
      assertThat(out.readLine()).isEqualTo("wait --name x y");
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();

      assertThat(err.lines()).containsExactly("chm-corr: stopped; nothing had begun");
      assertThat(process.waitFor()).isEqualTo(code);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void withoutOneItSaysNothing() throws Exception {
    Process process = start("go on");

    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(process.errorReader().lines()).isEmpty();
  }

  private Process start(String... arguments) throws IOException {
    Path source = Files.writeString(folder.resolve("SparkSubmit.java"), SPARK);
    ToolProvider.getSystemJavaCompiler()
        .run(null, null, null, "-proc:none", "-d", folder.toString(), source.toString());
    String classes =
        Path.of(Start.class.getProtectionDomain().getCodeSource().getLocation().getPath())
            .toString();
    List<String> line =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                folder + File.pathSeparator + classes,
                Start.class.getName()));
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line);
    // Java would say that it has picked them up.
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return builder.start();
  }
}
