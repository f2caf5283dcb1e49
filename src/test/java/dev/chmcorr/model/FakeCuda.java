package dev.chmcorr.model;

import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.model.torch.CudaDevices;
import dev.chmcorr.model.torch.TorchDevice;
import java.util.List;

/**
 * A machine with CUDA devices, for what is decided before anything runs on them.
 *
 * @param capabilities compute capability of each, times ten
 */
public record FakeCuda(List<Integer> capabilities) implements CudaDevices {
  /** A machine of these. */
  public static FakeCuda of(Integer... capabilities) {
    return new FakeCuda(List.of(capabilities));
  }

  /** The only device of a machine. */
  public static TorchDevice device(int capability) {
    return TorchDevice.resolve(DeviceChoice.CUDA, 0, of(capability));
  }

  @Override
  public int count() {
    return capabilities.size();
  }

  @Override
  public int capability(int index) {
    return capabilities.get(index);
  }

  @Override
  public String description(int index) {
    return "cuda:" + index;
  }
}
