package dev.chmcorr.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What a figure was measured on. */
final class Machine {
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");
  private static final List<String> FLAGS =
      List.of("avx2", "avx512f", "avx512_bf16", "avx512_fp16", "amx_bf16");

  private Machine() {}

  static void print() throws IOException {
    System.out.printf(
        "machine: %s, %d cores used, %s%n",
        of("model name", System.getProperty("os.arch")),
        Runtime.getRuntime().availableProcessors(),
        Arrays.stream(of("flags", "").split(" "))
            .filter(FLAGS::contains)
            .collect(Collectors.joining(" ")));
    System.out.printf(
        "ours: Java %s (%s), %s %s%n",
        System.getProperty("java.version"),
        System.getProperty("java.vendor"),
        System.getProperty("os.name"),
        System.getProperty("os.version"));
  }

  private static String of(String key, String otherwise) throws IOException {
    if (!Files.isReadable(CPUINFO)) {
      return otherwise;
    }
    try (var lines = Files.lines(CPUINFO)) {
      return lines
          .filter(line -> line.startsWith(key))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse(otherwise);
    }
  }
}
