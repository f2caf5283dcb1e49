package dev.chmcorr.job.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import java.util.Map;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpuAddressTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | | 0",
        "3 | | 3",
        // A container that sees GPUs 2 and 3 of the machine: libtorch counts them 0 and 1.
        "2 | 2,3 | 0",
        "3 | 2,3 | 1",
        "0 | 1, 0 | 1",
        "GPU-8f2a0c11-77d2 | GPU-11aa,GPU-8f2a0c11-77d2 | 1",
        "GPU-8f2a0c11-77d2 | GPU-8f2a | 0",
        "MIG-5c1e | MIG-5c1e | 0"
      })
  void countsAsLibtorchDoes(String address, String visible, int index) {
    assertThat(GpuAddress.index(address, visible)).isEqualTo(index);
  }

  @Test
  void refusesWhatItCannotMap() {
    assertThatThrownBy(() -> GpuAddress.index("GPU-8f2a", null))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot use GPU GPU-8f2a: it is no index");
    assertThatThrownBy(() -> GpuAddress.index("-1", null)).isInstanceOf(UserException.class);
    assertThatThrownBy(() -> GpuAddress.index("0", "2,3"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot use GPU 0: CUDA_VISIBLE_DEVICES=2,3 does not list it");
    assertThatThrownBy(() -> GpuAddress.index("0", "")).isInstanceOf(UserException.class);
  }

  @Test
  void aTaskWithoutAGpuOfItsOwnHasTheFirst() {
    assertThat(TaskDevice.gpu(Map.of())).isZero();
    assertThat(TaskDevice.gpu(Map.of("gpu", new ResourceInformation("gpu", new String[] {"5"}))))
        .isEqualTo(5);
  }
}
