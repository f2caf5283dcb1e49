package dev.chmcorr.job.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.model.FakeCuda;
import dev.chmcorr.model.torch.TorchDevice;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;

class FirstDeviceTest {
  private static final Map<String, ResourceInformation> GPU =
      Map.of("gpu", new ResourceInformation("gpu", new String[] {"GPU-b"}));

  @Test
  void isSaidWithTheArithmetic() {
    TorchDevice gpu = FakeCuda.device(90);

    FirstDevice first = FirstDevice.of(gpu, DeviceChoice.AUTO, GPU);

    assertThat(first).isEqualTo(new FirstDevice(Precision.BF16, "cuda", ""));
    assertThat(told(first, Precision.FP32))
        .endsWith("networks: computing in fp32 on cuda\n")
        .hasLineCount(1);
  }

  /** The cluster's administrator gave GPUs, and nobody a libtorch that can use them. */
  @Test
  void aGpuThatLibtorchDoesNotFindIsNamed() {
    FirstDevice first = FirstDevice.of(TorchDevice.cpu(), DeviceChoice.AUTO, GPU);

    assertThat(told(first, Precision.FP32))
        .contains("networks: computing in fp32 on cpu\n")
        .contains("warning: Spark gave the first task GPU GPU-b, and libtorch there finds none: ");
  }

  @Test
  void aGpuThatIsNotToBeUsedIsNot() {
    for (Map<String, ResourceInformation> given :
        List.of(GPU, Map.<String, ResourceInformation>of())) {
      DeviceChoice choice = given.isEmpty() ? DeviceChoice.AUTO : DeviceChoice.CPU;

      assertThat(told(FirstDevice.of(TorchDevice.cpu(), choice, given), Precision.BF16))
          .endsWith("networks: computing in bf16 on cpu\n")
          .hasLineCount(1);
    }
  }

  private static String told(FirstDevice first, Precision precision) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    first.tell(new Console(stream, stream), precision);
    return out.toString(StandardCharsets.UTF_8);
  }
}
