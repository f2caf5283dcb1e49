package dev.chmcorr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.util.cuda.CudaUtils;
import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchDeviceTest {
  @TempDir Path folder;

  @Test
  void saysThatThereIsNoCudaDevice() {
    Assumptions.assumeTrue(CudaUtils.getGpuCount() == 0, "this machine has a CUDA device");

    assertThatThrownBy(() -> TorchDevice.resolve(DeviceChoice.CUDA, 0))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot use CUDA device 0: libtorch 2.7.1 finds 0; ")
        .message()
        .hasLineCount(1);
    assertThat(TorchDevice.resolve(DeviceChoice.AUTO, 0)).hasToString("cpu");
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
    assertThat(CpuFeatures.bfloat16(cpuinfo("fpu avx512_bf16 avx"))).isTrue();
    assertThat(CpuFeatures.bfloat16(cpuinfo("fpu amx_bf16"))).isTrue();
    assertThat(CpuFeatures.bfloat16(cpuinfo("fpu avx512f avx512_bf16x"))).isFalse();
    assertThat(CpuFeatures.bfloat16(folder.resolve("none"))).isFalse();
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
