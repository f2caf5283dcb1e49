package dev.chmcorr.model.checkpoint;

import dev.chmcorr.pickle.PickleException;
import dev.chmcorr.pickle.PickleFunction;
import dev.chmcorr.pickle.Placeholder;
import dev.chmcorr.pickle.PythonGlobals;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The names that a state dict may use, and what they make here. */
final class TorchGlobals {
  /** Arguments that make a tensor what it is. */
  private static final int NEEDED = 4;

  /** PyTorch's own limit. */
  private static final int MAX_DIMENSIONS = 64;

  private static final PickleFunction TENSOR = TorchGlobals::tensor;
  private static final PickleFunction FIRST = TorchGlobals::first;

  private TorchGlobals() {}

  static Map<String, Object> all() {
    Map<String, Object> globals = new HashMap<>(PythonGlobals.dictionaries());
    globals.putAll(StorageType.globals());
    globals.put("torch.storage.UntypedStorage", StorageType.UNTYPED);
    globals.put("torch.Size", FIRST);
    globals.put("torch.Tensor", "torch.Tensor");
    globals.put("torch._utils._rebuild_tensor", TENSOR);
    globals.put("torch._utils._rebuild_tensor_v2", TENSOR);
    globals.put("torch._utils._rebuild_parameter", FIRST);
    globals.put("torch._utils._rebuild_parameter_with_state", FIRST);
    globals.put("torch._tensor._rebuild_from_type_v2", (PickleFunction) TorchGlobals::typed);
    globals.put("torch.nn.parameter.Parameter", (PickleFunction) OldParameter::new);
    return Map.copyOf(globals);
  }

  private static Object first(Object[] arguments) throws PickleException {
    if (arguments.length == 0) {
      throw broken();
    }
    return arguments[0];
  }

  /** (function, class, arguments, state): a tensor that has attributes of its own. */
  private static Object typed(Object[] arguments) throws PickleException {
    if (arguments.length < 3) {
      throw broken();
    }
    Placeholder unread = placeholder(Arrays.copyOf(arguments, 3));
    if (unread != null) {
      return unread;
    }
    // No function that calls another: a file could nest them without end.
    if ((arguments[0] != TENSOR && arguments[0] != FIRST)
        || !(arguments[0] instanceof PickleFunction function)
        || !(arguments[2] instanceof Object[] of)) {
      throw broken();
    }
    return function.call(of);
  }

  /** (storage, offset, sizes, strides), then what only training needs. */
  private static Object tensor(Object[] arguments) throws PickleException {
    Placeholder unread = placeholder(arguments);
    if (unread != null) {
      return unread;
    }
    if (arguments.length < NEEDED
        || !(arguments[0] instanceof Storage storage)
        || !(arguments[1] instanceof Long offset)) {
      throw broken();
    }
    if (!storage.type().isNumber()) {
      return Placeholder.because(
          "it is of type %s, not of plain numbers".formatted(storage.type().torchName()));
    }
    return new TensorView(storage, offset, longs(arguments[2]), longs(arguments[3]));
  }

  /** The first of the needed arguments that is not known; null if all are. */
  private static Placeholder placeholder(Object[] arguments) {
    return Arrays.stream(arguments)
        .limit(NEEDED)
        .filter(Placeholder.class::isInstance)
        .map(Placeholder.class::cast)
        .findFirst()
        .orElse(null);
  }

  private static long[] longs(Object tuple) throws PickleException {
    if (!(tuple instanceof Object[] items)
        || items.length > MAX_DIMENSIONS
        || !Arrays.stream(items).allMatch(Long.class::isInstance)) {
      throw broken();
    }
    return Arrays.stream(items).mapToLong(Long.class::cast).toArray();
  }

  static PickleException broken() {
    return new PickleException("it describes a tensor in a way that PyTorch does not");
  }
}
