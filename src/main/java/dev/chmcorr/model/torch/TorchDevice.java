package dev.chmcorr.model.torch;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.UserException;

/** The device that networks run on. */
public final class TorchDevice {
  /** The first compute capability (8.0, Ampere) with bfloat16 arithmetic. */
  private static final int BFLOAT16_CAPABILITY = 80;

  private final Device device;

  TorchDevice(Device device) {
    this.device = device;
  }

  /** The processor. */
  public static TorchDevice cpu() {
    return new TorchDevice(Device.cpu());
  }

  /**
   * Finds a device. Unless it is the CPU, this starts libtorch.
   *
   * @param index of the CUDA device, from 0; not used for the CPU
   * @throws UserException if CUDA is asked for and there is none, or if there are CUDA devices but
   *     not this one
   */
  public static TorchDevice resolve(DeviceChoice choice, int index) {
    return switch (choice) {
      case CPU -> cpu();
      case AUTO -> cudaDevices() > 0 ? cuda(index) : cpu();
      case CUDA -> cuda(index);
    };
  }

  private static TorchDevice cuda(int index) {
    int found = cudaDevices();
    if (index >= found) {
      String library = TorchEngine.start().getVersion();
      throw new UserException(
          "Cannot use CUDA device %d: libtorch %s finds %d; choose --device cpu, or set PYTORCH_LIBRARY_PATH to a libtorch %s built for CUDA"
              .formatted(index, library, found, library));
    }
    return new TorchDevice(Device.gpu(index));
  }

  private static int cudaDevices() {
    return TorchEngine.start().getGpuCount();
  }

  /** The precision that networks have on this device: never {@code AUTO}. */
  public Precision resolve(Precision precision) {
    return arithmetic(precision).precision();
  }

  /** What networks compute in on this device. */
  public Arithmetic arithmetic(Precision precision) {
    return switch (precision) {
      case BF16 -> Arithmetic.BFLOAT16;
      case FP32 -> Arithmetic.FLOAT32;
      case AUTO -> hasBfloat16() ? Arithmetic.BFLOAT16 : Arithmetic.FLOAT32;
    };
  }

  private boolean hasBfloat16() {
    if (device.isGpu()) {
      return Integer.parseInt(CudaUtils.getComputeCapability(device.getDeviceId()))
          >= BFLOAT16_CAPABILITY;
    }
    return CpuFeatures.bfloat16();
  }

  /** Whether it is a CUDA device. */
  public boolean isGpu() {
    return device.isGpu();
  }

  public Device djl() {
    return device;
  }

  @Override
  public String toString() {
    return device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu";
  }
}
