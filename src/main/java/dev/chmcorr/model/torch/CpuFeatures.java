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
  private static final Set<String> WHOLE_SUMS = Set.of("avx512_vnni", "avx_vnni");
  private static final Set<String> PAIRS = Set.of("avx2");

  /** How oneDNN adds up products of 8-bit integers. */
  enum IntegerSums {
    /** Not at all, slowly, or unknown. */
    NONE,
    /** Two in 16 bits, then in 32. */
    IN_PAIRS,
    /** In 32 bits. */
    WHOLE
  }

  private CpuFeatures() {}

  /**
   * Whether the processor multiplies bfloat16 natively, and may; false where that cannot be told.
   */
  static boolean bfloat16() {
    return bfloat16(Path.of("/proc/cpuinfo"), CpuLimit.ofThisJvm());
  }

  static boolean bfloat16(Path cpuinfo, Optional<CpuLimit> limit) {
    return limit.map(CpuLimit::allowsBfloat16).orElse(true) && hasAny(BFLOAT16, cpuinfo);
  }

  /** What oneDNN does with the processor's instructions, as far as it may use them. */
  static IntegerSums integerSums() {
    return integerSums(Path.of("/proc/cpuinfo"), CpuLimit.ofThisJvm());
  }

  static IntegerSums integerSums(Path cpuinfo, Optional<CpuLimit> limit) {
    if (limit.map(CpuLimit::allowsWholeSums).orElse(true) && hasAny(WHOLE_SUMS, cpuinfo)) {
      return IntegerSums.WHOLE;
    }
    return limit.map(CpuLimit::allowsAvx2).orElse(true) && hasAny(PAIRS, cpuinfo)
        ? IntegerSums.IN_PAIRS
        : IntegerSums.NONE;
  }

  private static boolean hasAny(Set<String> features, Path cpuinfo) {
    if (!Files.isReadable(cpuinfo)) {
      return false;
    }
    try (Stream<String> lines = Files.lines(cpuinfo)) {
      return lines
          .filter(line -> line.startsWith("flags"))
          .limit(1)
          .flatMap(line -> Arrays.stream(line.split("\\s+")))
          .anyMatch(features::contains);
    } catch (IOException e) {
      return false;
    }
  }
}
