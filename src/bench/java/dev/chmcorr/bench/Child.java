package dev.chmcorr.bench;

import dev.chmcorr.domain.UserException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A main class in a Java process of its own, with this process's options but another heap. */
final class Child {
  private static final int POLL_MILLIS = 20;

  private Child() {}

  /**
   * How a process went.
   *
   * @param seconds from its start to its end
   * @param peakMebibytes most resident memory it had (VmHWM), or 0 where that cannot be told
   * @param output what it printed
   */
  record Outcome(double seconds, long peakMebibytes, List<String> output) {}

  /** That of this process, as Java's option has it. */
  static String heap() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-Xmx"))
        .reduce((first, last) -> last)
        .map(option -> option.substring("-Xmx".length()))
        .orElseThrow();
  }

  static Outcome run(Path log, String heap, String main, List<String> arguments)
      throws IOException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command(heap, main, arguments))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    long peak = watch(process);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (process.exitValue() != 0) {
      throw new UserException(
          "Failed: %s with exit code %d, see %s".formatted(arguments, process.exitValue(), log));
    }
    return new Outcome(seconds, peak, Files.readAllLines(log, StandardCharsets.UTF_8));
  }

  private static List<String> command(String heap, String main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!option.startsWith("-Xmx")) {
        command.add(option);
      }
    }
    command.addAll(List.of("-Xmx" + heap, "-cp", System.getProperty("java.class.path"), main));
    command.addAll(arguments);
    return command;
  }

  /** The peak only grows, so the last value read before the end is off by what a poll misses. */
  private static long watch(Process process) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    long peak = 0;
    try {
      do {
        peak = Math.max(peak, peakMebibytes(status));
      } while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
    return peak;
  }

  private static long peakMebibytes(Path status) throws IOException {
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
          .findFirst()
          .orElse(0);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
