package dev.chmcorr.bench;

import dev.chmcorr.domain.UserException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A Python script of {@code src/bench/python} as a child process. It says "ready" and what it is,
 * then answers each "go" with the seconds of one round.
 */
final class Python implements AutoCloseable {
  private static final Path SCRIPTS = Path.of("src/bench/python");

  private final Process process;
  private final BufferedReader answers;
  private final PrintStream orders;
  private final String about;

  private Python(Process process) throws IOException {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.about = answer().replaceFirst("^ready ", "");
  }

  /** What the script says that it is. */
  String about() {
    return about;
  }

  /**
   * The first interpreter that has a module.
   *
   * @param wanted the only one to be tried, or null for the usual ones
   */
  static Optional<String> find(String wanted, String module) {
    List<String> candidates =
        wanted == null ? List.of("python3", "/usr/bin/python3") : List.of(wanted);
    return candidates.stream().filter(python -> imports(python, module)).findFirst();
  }

  private static boolean imports(String python, String module) {
    try {
      Process process =
          new ProcessBuilder(python, "-c", "import torch, " + module)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static ProcessBuilder command(String python, String script, List<?> arguments) {
    List<String> command = new ArrayList<>();
    command.add(python);
    command.add(SCRIPTS.resolve(script).toString());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /** Starts a script and waits until it has warmed up. */
  static Python start(String python, String script, List<?> arguments) throws IOException {
    return new Python(command(python, script, arguments).start());
  }

  /** A side of a contest; a round is what the script does upon one "go". */
  Side side(String name, int items) {
    return new Side(name, items, () -> {}, this::round);
  }

  private double round() throws IOException {
    orders.println("go");
    String[] answer = answer().split(" ", 2);
    if (answer.length > 1 && !answer[1].isBlank()) {
      System.out.println("  theirs: " + answer[1].strip());
    }
    return Double.parseDouble(answer[0]);
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new UserException("Cannot go on: the Python side ended; see its message above");
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    orders.close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroy();
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}
