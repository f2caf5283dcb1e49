package dev.chmcorr.model.torch;

import com.sun.jna.Library;
import com.sun.jna.Native;
import dev.chmcorr.domain.UserException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Asks NVIDIA's driver for the devices that libtorch has found. The driver numbers them as CUDA's
 * runtime does and heeds {@code CUDA_VISIBLE_DEVICES}, and wherever a GPU can be used its library
 * is among the system's. DJL asks the runtime instead, whose library libtorch brings along under a
 * name of its own, where nothing else finds it: it then counts none.
 */
final class CudaDriver implements CudaDevices {
  private static final String LIBRARY = "libcuda.so.1";
  private static final double GIBIBYTE = 1L << 30;
  private static final int NAME_LENGTH = 256;

  /** What the driver calls a device's compute capability. */
  private static final int MAJOR = 75;

  private static final int MINOR = 76;

  /**
   * NVIDIA's CUDA Driver API, as far as it is used here; each call gives 0, or a fault's number.
   */
  interface Api extends Library {
    int cuInit(int flags);

    int cuDeviceGetCount(int[] count);

    int cuDeviceGet(int[] device, int index);

    int cuDeviceGetAttribute(int[] value, int attribute, int device);

    int cuDeviceGetName(byte[] name, int length, int device);

    @SuppressWarnings("MemberName") // The driver's own name of it.
    int cuDeviceTotalMem_v2(long[] bytes, int device);
  }

  private final BooleanSupplier libtorchFindsAny;
  private final Supplier<Api> library;
  private Api api;

  /**
   * @param libtorchFindsAny whether it is built for CUDA and finds a device; asked each time
   * @param library gives the driver's; throws a LinkageError if it is not there
   */
  CudaDriver(BooleanSupplier libtorchFindsAny, Supplier<Api> library) {
    this.libtorchFindsAny = libtorchFindsAny;
    this.library = library;
  }

  /** That of this machine, and the libtorch of this JVM, which starts when it is asked. */
  static CudaDriver ofThisJvm() {
    return new CudaDriver(
        () -> TorchEngine.start().hasCapability("CUDA"), () -> Native.load(LIBRARY, Api.class));
  }

  @Override
  public synchronized int count() {
    if (!libtorchFindsAny.getAsBoolean()) {
      return 0;
    }
    int[] count = new int[1];
    check("cuDeviceGetCount", api().cuDeviceGetCount(count));
    return count[0];
  }

  @Override
  public synchronized int capability(int index) {
    return 10 * attribute(MAJOR, index) + attribute(MINOR, index);
  }

  @Override
  public synchronized String description(int index) {
    byte[] name = new byte[NAME_LENGTH];
    long[] bytes = new long[1];
    int device = device(index);
    check("cuDeviceGetName", api().cuDeviceGetName(name, name.length, device));
    check("cuDeviceTotalMem", api().cuDeviceTotalMem_v2(bytes, device));
    return String.format(
        Locale.ROOT,
        "cuda:%d %s with %.1f GiB, compute capability %d.%d",
        index,
        text(name),
        bytes[0] / GIBIBYTE,
        attribute(MAJOR, index),
        attribute(MINOR, index));
  }

  /** Up to the first zero. */
  private static String text(byte[] bytes) {
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private int attribute(int attribute, int index) {
    int[] value = new int[1];
    check("cuDeviceGetAttribute", api().cuDeviceGetAttribute(value, attribute, device(index)));
    return value[0];
  }

  private int device(int index) {
    int[] device = new int[1];
    check("cuDeviceGet", api().cuDeviceGet(device, index));
    return device[0];
  }

  private Api api() {
    if (api == null) {
      try {
        api = library.get();
      } catch (LinkageError e) {
        throw new UserException(
            "Cannot use CUDA: libtorch finds devices, and %s of NVIDIA's driver cannot be asked for them (%s); choose --device cpu"
                .formatted(LIBRARY, e.getMessage()),
            e);
      }
      check("cuInit", api.cuInit(0));
    }
    return api;
  }

  private static void check(String call, int result) {
    if (result != 0) {
      throw new UserException(
          "Cannot use CUDA: %s of NVIDIA's driver fails with %d; look at nvidia-smi, or choose --device cpu"
              .formatted(call, result));
    }
  }
}
