package dev.chmcorr.model.trunk;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.model.archive.TorchModule;
import dev.chmcorr.model.torch.Arithmetic;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.model.torch.TorchNetwork;
import dev.chmcorr.model.torch.TorchProgram;
import dev.chmcorr.model.torch.TorchSource;
import java.util.List;
import java.util.Optional;

/**
 * Runs an imported network's trunk by oneDNN's fused convolutions: the same network, up to twice as
 * fast on a processor. See {@code fused.py}.
 */
public final class FusedTrunk {
  private static final String UNKNOWN_OPERATOR = "Unknown builtin op";

  private FusedTrunk() {}

  /**
   * Where layers are taken from.
   *
   * @param network that has them, not yet prepared
   * @param method of the network that gives them away
   */
  public record Layers(TorchNetwork network, String method) {}

  /**
   * Takes the layers away from a network, unless this libtorch, the network's device or this
   * processor has no fused convolutions in that arithmetic. To be called before that network is
   * prepared.
   *
   * @param batch images at once
   * @param side of the images, in pixels
   * @return a network with the methods of {@code trunk.py}, prepared; the caller closes it
   */
  public static Optional<TorchNetwork> take(
      Layers layers, Arithmetic arithmetic, int batch, int side) {
    TorchDevice device = layers.network.device();
    if (device.isGpu()) {
      return Optional.empty();
    }
    Optional<TorchNetwork> fused = load(device, arithmetic);
    fused.ifPresent(trunk -> adopt(trunk, layers, arithmetic, new Shape(batch, side, side, 3)));
    return fused;
  }

  private static Optional<TorchNetwork> load(TorchDevice device, Arithmetic arithmetic) {
    Optional<TorchNetwork> fused = load(device, TorchSource.of("trunk.py", "fused.py"));
    if (fused.isPresent() && !serves(fused.get(), arithmetic)) {
      fused.get().close();
      return Optional.empty();
    }
    return fused;
  }

  private static boolean serves(TorchNetwork trunk, Arithmetic arithmetic) {
    try (IValue precision = TorchNetwork.bfloat16(arithmetic);
        IValue serves = trunk.call("serves", precision)) {
      return serves.toBoolean();
    }
  }

  private static void adopt(TorchNetwork trunk, Layers from, Arithmetic arithmetic, Shape images) {
    try (NDManager scratch = trunk.newManager();
        IValue layers = from.network.call(from.method);
        IValue black = IValue.from((PtNDArray) scratch.zeros(images, DataType.UINT8));
        IValue precision = TorchNetwork.bfloat16(arithmetic)) {
      trunk.call("adopt", layers, black, precision).close();
    } catch (RuntimeException e) {
      trunk.close();
      throw e;
    }
  }

  /** Empty if libtorch does not know the operators, which shows when it loads them. */
  static Optional<TorchNetwork> load(TorchDevice device, String source) {
    TorchModule empty =
        new TorchModule("Trunk")
            .tensors("weights", List.of())
            .tensors("biases", List.of())
            .numbers("blocks", List.of())
            .flag("bf16", false)
            .flag("laying_out", false);
    try {
      return Optional.of(TorchProgram.load(device, source, empty));
    } catch (UserException e) {
      if (e.getMessage().contains(UNKNOWN_OPERATOR)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
