package dev.chmcorr.bench.results;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Machines by the widest instructions that libtorch's convolutions and products may use. */
public enum Kind {
  AMX("AMX", Set.of("amx_bf16")),
  AVX512("AVX-512", Set.of("avx512f", "avx512bw", "avx512vl")),
  AVX2("AVX2", Set.of("avx2")),
  OTHER("other", Set.of());

  /** Values of oneDNN's variable from which it knows each kind; others are no limit to it. */
  private static final Map<Kind, List<String>> LIMITS =
      Map.of(
          AVX512, List.of("AVX512_CORE", "AVX512_CORE_VNNI", "AVX512_CORE_BF16", "AVX512_CORE_FP16"),
          AVX2, List.of("AVX2", "AVX2_VNNI", "AVX2_VNNI_2"),
          OTHER, List.of("SSE41", "AVX"));

  private final String title;
  private final Set<String> flags;

  Kind(String title, Set<String> flags) {
    this.title = title;
    this.flags = flags;
  }

  /**
   * The kind that libtorch takes a machine for.
   *
   * @param processor words of the processor's flags in {@code /proc/cpuinfo}
   * @param environment of which {@code ONEDNN_MAX_CPU_ISA}, or as earlier releases have it {@code
   *     DNNL_MAX_CPU_ISA}, can forbid a part
   */
  public static Kind of(Set<String> processor, Map<String, String> environment) {
    Kind limit = limit(environment);
    return Stream.of(values())
        .filter(kind -> kind.compareTo(limit) >= 0 && processor.containsAll(kind.flags))
        .findFirst()
        .orElse(OTHER);
  }

  private static Kind limit(Map<String, String> environment) {
    return Stream.of("ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA")
        .map(name -> environment.getOrDefault(name, "").toUpperCase(Locale.ROOT))
        .filter(value -> !value.isEmpty())
        .findFirst()
        .flatMap(
            value ->
                LIMITS.entrySet().stream()
                    .filter(limit -> limit.getValue().contains(value))
                    .map(Map.Entry::getKey)
                    .findFirst())
        .orElse(AMX);
  }

  /** As people write it. */
  public String title() {
    return title;
  }

  /** Name of the file that keeps the results of such machines. */
  public String file() {
    return name().toLowerCase(Locale.ROOT) + ".json";
  }
}
