package dev.chmcorr.bench.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The commit that the files are of. */
final class Commit {
  private Commit() {}

  /** As {@link Results#commit}; {@code unknown} without Git. */
  static String here() {
    String commit = git("rev-parse", "--short", "HEAD");
    if (commit.isEmpty()) {
      return "unknown";
    }
    return git("status", "--porcelain", "--", "pom.xml", "src/main", "src/bench").isEmpty()
        ? commit
        : commit + "+";
  }

  private static String git(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "git";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
