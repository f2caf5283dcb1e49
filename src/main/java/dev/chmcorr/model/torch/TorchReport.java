package dev.chmcorr.model.torch;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.Utils;
import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The libtorch of this JVM.
 *
 * @param version null if it does not start
 * @param flavor such as {@code cpu} or {@code cu128}
 * @param library folder of its files
 * @param gpus that it finds, each with memory and compute capability
 * @param precision what {@code --precision auto} comes to
 * @param error why it does not start; null if it does
 */
public record TorchReport(
    String version,
    String flavor,
    String library,
    List<String> gpus,
    String precision,
    String error) {
  /** Starts libtorch, unless it runs already, and asks it. */
  public static TorchReport ofThisJvm() {
    String flavor = NativeLibraries.flavor();
    try {
      Engine engine = TorchEngine.start();
      CudaDevices found = CudaDevices.OF_THIS_JVM;
      List<String> gpus = IntStream.range(0, found.count()).mapToObj(found::description).toList();
      TorchDevice device = TorchDevice.resolve(DeviceChoice.AUTO, 0);
      return new TorchReport(
          engine.getVersion(),
          flavor,
          LibUtils.getLibtorchPath(),
          gpus,
          Texts.lowerCase(device.resolve(Precision.AUTO)),
          null);
    } catch (UserException e) {
      return new TorchReport(null, flavor, null, List.of(), null, e.getMessage());
    }
  }

  /** Where libraries of the class path are unpacked to. */
  public static Path cache() {
    return Utils.getEngineCacheDir("pytorch");
  }
}
