package dev.chmcorr.job.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the operating system says of a machine: Linux in the files of {@code /proc}; others leave
 * gaps.
 *
 * @param proc the folder
 */
record Machine(Path proc) {
  /** Words of cpuinfo, by what people call it; in the order in which they came to be. */
  private static final Map<String, String> FEATURES = features();

  static final Machine HERE = new Machine(Path.of("/proc"));

  private static Map<String, String> features() {
    Map<String, String> features = new LinkedHashMap<>();
    features.put("avx2", "AVX2");
    features.put("avx512f", "AVX-512");
    features.put("avx512_vnni", "VNNI");
    features.put("avx_vnni", "AVX-VNNI");
    features.put("avx512_bf16", "AVX-512 BF16");
    features.put("amx_bf16", "AMX BF16");
    features.put("asimd", "NEON");
    features.put("sve", "SVE");
    features.put("bf16", "BF16");
    return features;
  }

  /** The processor's name; null if it is not said. */
  String processor() {
    return field("cpuinfo", "model name");
  }

  /** Those of its features that matter to networks, as people call them. */
  List<String> processorFeatures() {
    String flags = field("cpuinfo", "flags");
    String all = flags != null ? flags : field("cpuinfo", "Features");
    Set<String> words =
        all == null
            ? Set.of()
            : Arrays.stream(all.split("\\s+")).collect(Collectors.toUnmodifiableSet());
    return FEATURES.entrySet().stream()
        .filter(feature -> words.contains(feature.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Mebibytes of memory; -1 if that is not said. */
  long memory() {
    return mebibytes(field("meminfo", "MemTotal"));
  }

  /** Mebibytes that processes could have more; -1 if that is not said. */
  long freeMemory() {
    return mebibytes(field("meminfo", "MemAvailable"));
  }

  /** Names of the GPUs that NVIDIA's driver has. */
  List<String> gpus() {
    List<String> names = new ArrayList<>();
    Path folder = proc.resolve("driver/nvidia/gpus");
    if (!Files.isDirectory(folder)) {
      return names;
    }
    try (DirectoryStream<Path> gpus = Files.newDirectoryStream(folder)) {
      for (Path gpu : gpus) {
        String name = field(gpu.resolve("information"), "Model");
        names.add(name == null ? "GPU of unknown model" : name);
      }
    } catch (IOException e) {
      // Nothing that a user could mend: the driver's files are not for this process.
      return names;
    }
    return names;
  }

  private static long mebibytes(String text) {
    return text == null ? -1 : Long.parseLong(text.replaceAll("\\D", "")) / 1024;
  }

  private String field(String file, String name) {
    return field(proc.resolve(file), name);
  }

  /** The value in the first line {@code name : value}; null if there is none. */
  private static String field(Path file, String name) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.matches(name + "\\s*:.*"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }
}
