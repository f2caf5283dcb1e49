package dev.chmcorr.bench.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KindTest {
  private static final Set<String> HASWELL = Set.of("avx", "avx2");
  private static final Set<String> SKYLAKE =
      Set.of("avx", "avx2", "avx512f", "avx512bw", "avx512vl");
  private static final Set<String> SAPPHIRE =
      Set.of("avx", "avx2", "avx512f", "avx512bw", "avx512vl", "amx_bf16", "amx_tile");

  @Test
  void goesByTheProcessor() {
    assertThat(Kind.of(SAPPHIRE, Map.of())).isEqualTo(Kind.AMX);
    assertThat(Kind.of(SKYLAKE, Map.of())).isEqualTo(Kind.AVX512);
    assertThat(Kind.of(HASWELL, Map.of())).isEqualTo(Kind.AVX2);
    assertThat(Kind.of(Set.of(""), Map.of())).isEqualTo(Kind.OTHER);
  }

  @Test
  void heedsWhatOneDnnIsForbidden() {
    assertThat(limited(SAPPHIRE, "AVX512_CORE_VNNI")).isEqualTo(Kind.AVX512);
    assertThat(limited(SAPPHIRE, "avx2")).isEqualTo(Kind.AVX2);
    assertThat(limited(SAPPHIRE, "SSE41")).isEqualTo(Kind.OTHER);
    assertThat(limited(SAPPHIRE, "AVX512_CORE_AMX")).isEqualTo(Kind.AMX);
    assertThat(limited(SAPPHIRE, "nonsense")).isEqualTo(Kind.AMX);
  }

  @Test
  void aLimitGivesNothing() {
    assertThat(limited(HASWELL, "AVX512_CORE_VNNI")).isEqualTo(Kind.AVX2);
  }

  @Test
  void theLaterNameOfTheVariableGoesFirst() {
    assertThat(Kind.of(SAPPHIRE, Map.of("DNNL_MAX_CPU_ISA", "AVX2"))).isEqualTo(Kind.AVX2);
    assertThat(
            Kind.of(
                SAPPHIRE,
                Map.of("DNNL_MAX_CPU_ISA", "AVX2", "ONEDNN_MAX_CPU_ISA", "AVX512_CORE")))
        .isEqualTo(Kind.AVX512);
  }

  private static Kind limited(Set<String> processor, String isa) {
    return Kind.of(processor, Map.of("ONEDNN_MAX_CPU_ISA", isa));
  }
}
