package dev.chmcorr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.model.FakeCuda;
import dev.chmcorr.model.torch.CpuFeatures.IntegerSums;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TorchDeviceTest {
  @TempDir Path folder;

  @Test
  void saysThatThereIsNoCudaDevice() {
    Assumptions.assumeTrue(CudaDevices.OF_THIS_JVM.count() == 0, "this machine has a CUDA device");

    assertThatThrownBy(() -> TorchDevice.resolve(DeviceChoice.CUDA, 0))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot use CUDA device 0: libtorch 2.7.1 finds 0; ")
        .message()
        .hasLineCount(1);
    assertThat(TorchDevice.resolve(DeviceChoice.AUTO, 0)).hasToString("cpu");
  }

  /** Compute capability 8.0 is the first whose float units know bfloat16. */
  @ParameterizedTest
  @CsvSource({"70, FLOAT32", "75, FLOAT32", "80, BFLOAT16", "90, BFLOAT16"})
  void takesBfloat16OfItselfWhereTheGpuHasIt(int capability, Arithmetic arithmetic) {
    TorchDevice gpu = FakeCuda.device(capability);

    assertThat(gpu.arithmetic(Precision.AUTO)).isEqualTo(arithmetic);
    assertThat(gpu.arithmetic(Precision.BF16)).isEqualTo(Arithmetic.BFLOAT16);
    assertThat(gpu.arithmetic(Precision.FP32)).isEqualTo(Arithmetic.FLOAT32);
  }

  @Test
  void takesTheArithmeticThatIsAskedFor() {
    TorchDevice cpu = TorchDevice.resolve(DeviceChoice.CPU, 3);

    assertThat(cpu).hasToString("cpu");
    assertThat(cpu.arithmetic(Precision.BF16)).isEqualTo(Arithmetic.BFLOAT16);
    assertThat(cpu.arithmetic(Precision.FP32)).isEqualTo(Arithmetic.FLOAT32);
  }

  @Test
  void findsBfloat16AmongTheProcessorsFlags() throws IOException {
    assertThat(hasBfloat16(cpuinfo("fpu avx512_bf16 avx"))).isTrue();
    assertThat(hasBfloat16(cpuinfo("fpu amx_bf16"))).isTrue();
    assertThat(hasBfloat16(cpuinfo("fpu avx512f avx512_bf16x"))).isFalse();
    assertThat(hasBfloat16(folder.resolve("none"))).isFalse();
  }

  private static boolean hasBfloat16(Path cpuinfo) {
    return CpuFeatures.bfloat16(cpuinfo, Optional.empty());
  }

  /** Without instructions for it oneDNN adds pairs of 8-bit products in 16 bits. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "avx2 avx512_vnni, -, WHOLE",
        "avx2 avx_vnni, -, WHOLE",
        "avx2 avx512f avx512_vnni, AVX512_CORE_VNNI, WHOLE",
        "avx2 avx_vnni, avx2_vnni, WHOLE",
        "avx2 avx512_vnni, AVX512_CORE, IN_PAIRS",
        "avx2 avx512_vnni, AVX2, IN_PAIRS",
        "avx2 avx512f avx512_vnnix, -, IN_PAIRS",
        "avx2, -, IN_PAIRS",
        "avx2 avx512_vnni, AVX, NONE",
        "avx, -, NONE"
      })
  void saysHow8BitIntegersAreAddedUp(String flags, String limit, IntegerSums sums)
      throws IOException {
    Map<String, String> environment =
        limit == null ? Map.of() : Map.of("ONEDNN_MAX_CPU_ISA", limit);

    assertThat(CpuFeatures.integerSums(cpuinfo(flags), CpuLimit.of(environment))).isEqualTo(sums);
  }

  /** Values of oneDNN's list, in any case; it takes others for no limit, and its own name first. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -, true",
        "'', -, true",
        "SSE41, -, false",
        "AVX2, -, false",
        "avx2_vnni, -, false",
        "AVX512_CORE, -, false",
        "AVX512_CORE_VNNI, -, false",
        "AVX512_CORE_BF16, -, true",
        "AVX512_CORE_FP16, -, true",
        "AVX10_1_512, -, true",
        "AVX512_CORE_AMX, -, true",
        "ALL, -, true",
        "nonsense, -, true",
        "-, AVX2, false",
        "'', AVX2, false",
        "AVX512_CORE_AMX, AVX2, true"
      })
  void heedsWhatTheEnvironmentForbidsOneDnn(String oneDnn, String dnnl, boolean bfloat16)
      throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("ONEDNN_MAX_CPU_ISA", oneDnn);
    environment.put("DNNL_MAX_CPU_ISA", dnnl);
    environment.values().removeIf(Objects::isNull);

    assertThat(CpuFeatures.bfloat16(cpuinfo("amx_bf16"), CpuLimit.of(environment)))
        .isEqualTo(bfloat16);
    assertThat(CpuFeatures.bfloat16(cpuinfo("avx2"), CpuLimit.of(environment))).isFalse();
  }

  @Test
  void refusesNoThreads() {
    assertThatThrownBy(() -> TorchEngine.limitThreads(0))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid number of threads: 0 (must be at least 1)");
  }

  private Path cpuinfo(String flags) throws IOException {
    return Files.writeString(
        folder.resolve("cpuinfo"),
        "processor\t: 0\nmodel name\t: x\nflags\t\t: %s\n".formatted(flags));
  }
}
