package dev.chmcorr.model.torch;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.chmcorr.domain.UserException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A TorchScript archive in memory, and the way to call its methods. Threads may share it: its
 * weights do not change after {@link #prepare}.
 */
public final class TorchNetwork implements AutoCloseable {
  /** Put weights on the device as they are read: Module.to() would not move lists of tensors. */
  private static final Map<String, String> OPTIONS = Map.of("mapLocation", "true");

  private final Model model;
  private final TorchDevice device;
  private final PtSymbolBlock block;

  private TorchNetwork(Model model, TorchDevice device) {
    this.model = model;
    this.device = device;
    this.block = (PtSymbolBlock) model.getBlock();
  }

  public static TorchNetwork load(Path archive, TorchDevice device) {
    TorchEngine.start();
    Path file = archive.toAbsolutePath();
    Model model = Model.newInstance(file.toString(), device.djl(), TorchEngine.NAME);
    try {
      model.load(file.getParent(), file.getFileName().toString(), OPTIONS);
      TorchNetwork network = new TorchNetwork(model, device);
      JniUtils.enableInferenceMode(network.block);
      return network;
    } catch (Exception e) {
      model.close();
      throw new UserException("Cannot load %s on %s: %s".formatted(archive, device, reason(e)), e);
    }
  }

  /** Converts the weights, once, before the first other call. */
  public void prepare(Arithmetic arithmetic) {
    try (IValue argument = bfloat16(arithmetic)) {
      call("prepare", argument).close();
    }
  }

  /** What programs take: whether to compute in bfloat16; the caller closes it. */
  public static IValue bfloat16(Arithmetic arithmetic) {
    return IValue.from(arithmetic == Arithmetic.BFLOAT16);
  }

  /** Runs a method of any arguments; the caller closes them and the result. */
  public IValue call(String method, IValue... arguments) {
    return IValueUtils.runMethod(block, method, arguments);
  }

  public TorchDevice device() {
    return device;
  }

  /** A manager for the tensors of one call; the caller closes it. */
  public NDManager newManager() {
    return model.getNDManager().newSubManager();
  }

  /**
   * Runs a method whose arguments are tensors.
   *
   * @param manager will own the results
   */
  public NDList run(NDManager manager, String method, NDArray... arguments) {
    return runAndClose(
        manager,
        method,
        Arrays.stream(arguments).map(a -> IValue.from((PtNDArray) a)).toArray(IValue[]::new));
  }

  /**
   * Runs a method whose arguments are a tensor and a list of tensors.
   *
   * @param manager will own the results
   */
  public NDList run(NDManager manager, String method, NDArray first, List<NDArray> list) {
    PtNDArray[] tensors = list.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new);
    return runAndClose(manager, method, IValue.from((PtNDArray) first), IValue.listFrom(tensors));
  }

  private NDList runAndClose(NDManager manager, String method, IValue... arguments) {
    try (IValue result = call(method, arguments)) {
      return result.toNDList((PtNDManager) manager);
    } finally {
      Arrays.stream(arguments).forEach(IValue::close);
    }
  }

  /** The telling line of libtorch's message, which holds a whole traceback. */
  public static String reason(Throwable error) {
    List<String> lines =
        String.valueOf(error.getMessage()).lines().filter(line -> !line.isBlank()).toList();
    return lines.stream()
        .filter(line -> line.contains("Error: "))
        .reduce((first, second) -> second)
        .orElseGet(() -> lines.isEmpty() ? error.toString() : lines.get(0));
  }

  @Override
  public void close() {
    model.close();
  }
}
