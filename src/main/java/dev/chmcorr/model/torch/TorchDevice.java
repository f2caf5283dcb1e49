package dev.chmcorr.model.torch;

import ai.djl.Device;
import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.UserException;

/** The device that networks run on. */
public final class TorchDevice {
  /**
   * With 128 added to the other integers, two products are summed in 16 bits: 2 * 63 * 255 is below
   * 2^15.
   */
  public static final int LARGEST_IN_PAIRS = 63;

  /** The first compute capability (8.0, Ampere) with bfloat16 arithmetic. */
  private static final int BFLOAT16_CAPABILITY = 80;

  private final Device device;
  private final CudaDevices found;

  private TorchDevice(Device device, CudaDevices found) {
    this.device = device;
    this.found = found;
  }

  /** The processor. */
  public static TorchDevice cpu() {
    return new TorchDevice(Device.cpu(), CudaDevices.OF_THIS_JVM);
  }

  /**
   * Finds a device. Unless it is the CPU, this starts libtorch.
   *
   * @param index of the CUDA device, from 0; not used for the CPU
   * @throws UserException if CUDA is asked for and there is none, or if there are CUDA devices but
   *     not this one
   */
  public static TorchDevice resolve(DeviceChoice choice, int index) {
    return resolve(choice, index, CudaDevices.OF_THIS_JVM);
  }

  /** The same among given devices. */
  public static TorchDevice resolve(DeviceChoice choice, int index, CudaDevices found) {
    return switch (choice) {
      case CPU -> cpu();
      case AUTO -> found.count() > 0 ? cuda(index, found) : cpu();
      case CUDA -> cuda(index, found);
    };
  }

  private static TorchDevice cuda(int index, CudaDevices found) {
    if (index >= found.count()) {
      String library = TorchEngine.start().getVersion();
      throw new UserException(
          "Cannot use CUDA device %d: libtorch %s finds %d; choose --device cpu, or set PYTORCH_LIBRARY_PATH to a libtorch %s built for CUDA"
              .formatted(index, library, found.count(), library));
    }
    return new TorchDevice(Device.gpu(index), found);
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
      return found.capability(device.getDeviceId()) >= BFLOAT16_CAPABILITY;
    }
    return CpuFeatures.bfloat16();
  }

  /**
   * The largest integer that 8-bit integers may be multiplied with such that sums are exact, or 0
   * if there is none on this device or float32 is as fast.
   */
  public int largestInteger() {
    if (device.isGpu()) {
      return 0;
    }
    return switch (CpuFeatures.integerSums()) {
      case NONE -> 0;
      case IN_PAIRS -> LARGEST_IN_PAIRS;
      case WHOLE -> Byte.MAX_VALUE;
    };
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
