package dev.chmcorr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.UserException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CudaDriverTest {
  private static final int NOT_READY = 999;

  /** A driver of two devices, which knows nothing before it is asked to begin. */
  private static class TwoDevices implements CudaDriver.Api {
    private boolean begun;

    @Override
    public int cuInit(int flags) {
      begun = true;
      return 0;
    }

    @Override
    public int cuDeviceGetCount(int[] count) {
      count[0] = 2;
      return result();
    }

    @Override
    public int cuDeviceGet(int[] device, int index) {
      device[0] = 70 + index;
      return result();
    }

    /** Capability 7.0 and 9.1. */
    @Override
    public int cuDeviceGetAttribute(int[] value, int attribute, int device) {
      value[0] = attribute == 75 ? 7 + 2 * (device - 70) : device - 70;
      return result();
    }

    @Override
    public int cuDeviceGetName(byte[] name, int length, int device) {
      byte[] text = ("Device " + device).getBytes(StandardCharsets.UTF_8);
      System.arraycopy(text, 0, name, 0, text.length);
      return result();
    }

    @Override
    public int cuDeviceTotalMem_v2(long[] bytes, int device) {
      bytes[0] = 3L << 29;
      return result();
    }

    private int result() {
      return begun ? 0 : NOT_READY;
    }
  }

  @Test
  void countsAndDescribesThoseThatLibtorchCanUse() {
    CudaDriver driver = new CudaDriver(() -> true, TwoDevices::new);

    assertThat(driver.count()).isEqualTo(2);
    assertThat(driver.capability(0)).isEqualTo(70);
    assertThat(driver.capability(1)).isEqualTo(91);
    assertThat(driver.description(1))
        .isEqualTo("cuda:1 Device 71 with 1.5 GiB, compute capability 9.1");
    assertThat(TorchDevice.resolve(DeviceChoice.AUTO, 1, driver)).hasToString("cuda:1");
  }

  /** Its library may lack, and its devices may be there for others. */
  @Test
  void isNotAskedIfLibtorchFindsNone() {
    CudaDriver driver =
        new CudaDriver(
            () -> false,
            () -> {
              throw new AssertionError("asked");
            });

    assertThat(driver.count()).isZero();
    assertThat(TorchDevice.resolve(DeviceChoice.AUTO, 0, driver)).hasToString("cpu");
  }

  @Test
  void whatCannotBeAskedIsAnErrorAndNotNoDevice() {
    CudaDriver without =
        new CudaDriver(
            () -> true,
            () -> {
              throw new UnsatisfiedLinkError("libcuda.so.1: no such file");
            });
    CudaDriver broken =
        new CudaDriver(
            () -> true,
            () ->
                new TwoDevices() {
                  @Override
                  public int cuInit(int flags) {
                    return 803;
                  }
                });

    assertThatThrownBy(without::count)
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use CUDA: libtorch finds devices, and libcuda.so.1 of NVIDIA's driver cannot be asked for them (libcuda.so.1: no such file); choose --device cpu");
    assertThatThrownBy(broken::count)
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot use CUDA: cuInit of NVIDIA's driver fails with 803; ");
  }
}
