package dev.chmcorr.model.checkpoint;

import dev.chmcorr.pickle.NumpyGlobals;
import dev.chmcorr.pickle.PickleException;
import dev.chmcorr.pickle.PickleFunction;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names that a state dict may use, and what they make here. */
final class TorchGlobals {
  private static final List<String> DTYPES =
      List.of(
          "float64",
          "float32",
          "float16",
          "bfloat16",
          "int64",
          "int32",
          "int16",
          "int8",
          "uint8",
          "bool");

  /** PyTorch's own limit. */
  private static final int MAX_DIMENSIONS = 64;

  private TorchGlobals() {}

  static Map<String, Object> all() {
    Map<String, Object> globals = new HashMap<>(NumpyGlobals.all());
    globals.putAll(StorageType.globals());
    for (String dtype : DTYPES) {
      globals.put("torch." + dtype, dtype);
    }
    PickleFunction first = TorchGlobals::first;
    globals.put("torch.Size", first);
    globals.put("torch.device", first);
    globals.put("torch._utils._rebuild_tensor", (PickleFunction) TorchGlobals::tensor);
    globals.put("torch._utils._rebuild_tensor_v2", (PickleFunction) TorchGlobals::tensor);
    globals.put("torch._utils._rebuild_parameter", first);
    globals.put("torch._utils._rebuild_parameter_with_state", first);
    globals.put("torch.nn.parameter.Parameter", (PickleFunction) OldParameter::new);
    return Map.copyOf(globals);
  }

  private static Object first(Object[] arguments) throws PickleException {
    if (arguments.length == 0) {
      throw broken();
    }
    return arguments[0];
  }

  /** (storage, offset, sizes, strides), then what only training needs. */
  private static Object tensor(Object[] arguments) throws PickleException {
    if (arguments.length < 4
        || !(arguments[0] instanceof Storage storage)
        || !(arguments[1] instanceof Long offset)) {
      throw broken();
    }
    return new TensorView(storage, offset, longs(arguments[2]), longs(arguments[3]));
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
