package dev.chmcorr.model.torch;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How much of the processor the environment lets oneDNN use, by which libtorch runs convolutions
 * and products there. oneDNN takes values that it does not know for no limit.
 *
 * @param variable of the environment
 * @param value such as {@code AVX2}
 */
public record CpuLimit(String variable, String value) {
  /** The values below those with bfloat16, which oneDNN then computes by way of float32. */
  private static final Set<String> WITHOUT_BFLOAT16 =
      Set.of("SSE41", "AVX", "AVX2", "AVX2_VNNI", "AVX2_VNNI_2", "AVX512_CORE", "AVX512_CORE_VNNI");

  /** The values below those that add up products of 8-bit integers in 32 bits. */
  private static final Set<String> WITHOUT_WHOLE_SUMS =
      Set.of("SSE41", "AVX", "AVX2", "AVX512_CORE");

  private static final Set<String> WITHOUT_AVX2 = Set.of("SSE41", "AVX");

  /** That of this JVM, if there is one. */
  public static Optional<CpuLimit> ofThisJvm() {
    return of(System.getenv());
  }

  /** oneDNN's own order: the first that says something. */
  static Optional<CpuLimit> of(Map<String, String> environment) {
    return Stream.of("ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA")
        .filter(name -> !environment.getOrDefault(name, "").isEmpty())
        .findFirst()
        .map(name -> new CpuLimit(name, environment.get(name)));
  }

  boolean allowsBfloat16() {
    return !WITHOUT_BFLOAT16.contains(value.toUpperCase(Locale.ROOT));
  }

  boolean allowsWholeSums() {
    return !WITHOUT_WHOLE_SUMS.contains(value.toUpperCase(Locale.ROOT));
  }

  boolean allowsAvx2() {
    return !WITHOUT_AVX2.contains(value.toUpperCase(Locale.ROOT));
  }

  /** As a shell sets it. */
  @Override
  public String toString() {
    return variable + "=" + value;
  }
}
