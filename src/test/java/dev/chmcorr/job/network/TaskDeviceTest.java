package dev.chmcorr.job.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Framing;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.RunId;
import dev.chmcorr.model.FakeCuda;
import dev.chmcorr.model.torch.Arithmetic;
import dev.chmcorr.model.torch.TorchDevice;
import java.util.List;
import java.util.Map;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskDeviceTest {
  private static final FakeCuda NONE = FakeCuda.of();
  private static final FakeCuda TWO = FakeCuda.of(70, 90);

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // choice, address of Spark's, CUDA_VISIBLE_DEVICES, devices, what the task has
        "AUTO, -, -, 0, cpu",
        "AUTO, 0, -, 0, cpu",
        "AUTO, -, -, 2, cuda:0",
        "AUTO, 1, -, 2, cuda:1",
        "AUTO, GPU-b, 'GPU-a,GPU-b', 2, cuda:1",
        "CUDA, -, -, 2, cuda:0",
        "CUDA, 1, -, 2, cuda:1",
        "CUDA, 2, '3,2', 2, cuda:1",
        "CPU, -, -, 2, cpu",
        // Nothing is asked of a GPU that is not to be used.
        "CPU, GPU-b, -, 2, cpu"
      })
  void isTheGpuThatSparkGave(
      DeviceChoice choice, String address, String visible, int devices, String device) {
    assertThat(TaskDevice.of(choice, gpu(address), visible, devices == 0 ? NONE : TWO))
        .hasToString(device);
  }

  @Test
  void isRefusedWhereItIsNot() {
    assertThatThrownBy(() -> TaskDevice.of(DeviceChoice.CUDA, gpu("0"), null, NONE))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot use CUDA device 0: libtorch 2.7.1 finds 0; ");
    for (DeviceChoice choice : List.of(DeviceChoice.CUDA, DeviceChoice.AUTO)) {
      assertThatThrownBy(() -> TaskDevice.of(choice, gpu("2"), null, TWO))
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith("Cannot use CUDA device 2: libtorch 2.7.1 finds 2; ");
    }
  }

  /** One run on three executors: on an old GPU, on a new one, on processors. */
  @Test
  void executorsOfOneRunDifferInDeviceAndBatchNotInArithmetic() {
    for (Precision precision : List.of(Precision.BF16, Precision.FP32)) {
      NetworkSpec run = networks(precision, NetworkOptions.BY_DEVICE);
      List<TorchDevice> executors =
          List.of(
              TaskDevice.of(run.device(), gpu("0"), null, TWO),
              TaskDevice.of(run.device(), gpu("1"), null, TWO),
              TaskDevice.of(run.device(), gpu(null), null, NONE));

      assertThat(executors).map(TorchDevice::toString).containsExactly("cuda:0", "cuda:1", "cpu");
      assertThat(executors).map(run::batch).containsExactly(64, 64, 8);
      assertThat(executors)
          .map(device -> device.arithmetic(run.precision()))
          .containsOnly(precision == Precision.BF16 ? Arithmetic.BFLOAT16 : Arithmetic.FLOAT32);
    }
  }

  @Test
  void aBatchThatIsSaidIsThatOfAllDevices() {
    NetworkSpec run = networks(Precision.FP32, 20);

    assertThat(run.batch(FakeCuda.device(90))).isEqualTo(20);
    assertThat(run.batch(TorchDevice.cpu())).isEqualTo(20);
  }

  private static NetworkSpec networks(Precision precision, int batch) {
    return new NetworkSpec(
        new RunId("run", List.of()),
        null,
        null,
        precision,
        DeviceChoice.AUTO,
        batch,
        Framing.PUBLISHED);
  }

  private static Map<String, ResourceInformation> gpu(String address) {
    return address == null
        ? Map.of()
        : Map.of("gpu", new ResourceInformation("gpu", new String[] {address}));
  }
}
