package dev.chmcorr.bench.results;

import dev.chmcorr.model.torch.TorchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a figure was measured on.
 *
 * @param processor its name
 * @param kind what libtorch uses of it
 * @param cores that were used
 * @param limits variables of the environment that hold the sides to a part of the processor
 * @param system name and release
 */
public record Machine(
    String processor,
    Kind kind,
    int cores,
    Map<String, String> limits,
    String system,
    String java,
    String libtorch) {
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");
  private static final Set<String> LIMITS =
      Set.of(
          "ONEDNN_MAX_CPU_ISA",
          "DNNL_MAX_CPU_ISA",
          "MKL_ENABLE_INSTRUCTIONS",
          "OPENBLAS_CORETYPE",
          "ATEN_CPU_CAPABILITY");

  /** This one; starts libtorch. */
  public static Machine here() throws IOException {
    Map<String, String> limits = new TreeMap<>(System.getenv());
    limits.keySet().retainAll(LIMITS);
    return new Machine(
        of("model name", System.getProperty("os.arch")),
        Kind.of(Set.of(of("flags", "").split(" ")), limits),
        Runtime.getRuntime().availableProcessors(),
        limits,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.version"),
        TorchEngine.start().getVersion());
  }

  /** For people, in one line. */
  @Override
  public String toString() {
    String held =
        limits.entrySet().stream().map(limit -> ", " + limit).collect(Collectors.joining());
    return "%s, used as %s, %d cores%s; %s, Java %s, libtorch %s"
        .formatted(processor, kind.title(), cores, held, system, java, libtorch);
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
