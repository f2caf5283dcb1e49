package dev.chmcorr.model.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the processor can do. */
final class CpuFeatures {
  private static final Set<String> BFLOAT16 = Set.of("amx_bf16", "avx512_bf16");

  private CpuFeatures() {}

  /**
   * Whether the processor multiplies bfloat16 natively, and may; false where that cannot be told.
   */
  static boolean bfloat16() {
    return bfloat16(Path.of("/proc/cpuinfo"), CpuLimit.ofThisJvm());
  }

  static boolean bfloat16(Path cpuinfo, Optional<CpuLimit> limit) {
    return limit.map(CpuLimit::allowsBfloat16).orElse(true) && bfloat16(cpuinfo);
  }

  private static boolean bfloat16(Path cpuinfo) {
    if (!Files.isReadable(cpuinfo)) {
      return false;
    }
    try (Stream<String> lines = Files.lines(cpuinfo)) {
      return lines
          .filter(line -> line.startsWith("flags"))
          .limit(1)
          .flatMap(line -> Arrays.stream(line.split("\\s+")))
          .anyMatch(BFLOAT16::contains);
    } catch (IOException e) {
      return false;
    }
  }
}
