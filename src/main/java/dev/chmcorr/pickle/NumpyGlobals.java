package dev.chmcorr.pickle;

import java.util.HashMap;
import java.util.Map;

/**
 * The names that numpy's arrays, scalars and dtypes need, under numpy 1's and 2's modules, and
 * those of {@link PythonGlobals}, with which protocol 2 spells their bytes.
 */
public final class NumpyGlobals {
  private NumpyGlobals() {}

  /** For the allow-list of a {@link SafeUnpickler}. */
  public static Map<String, Object> all() {
    Map<String, Object> globals = new HashMap<>(PythonGlobals.all());
    globals.put("numpy.ndarray", "numpy.ndarray");
    globals.put("numpy.dtype", (PickleFunction) NumpyType::of);
    for (String core : new String[] {"numpy.core", "numpy._core"}) {
      globals.put(
          core + ".multiarray._reconstruct", (PickleFunction) arguments -> new NumpyArray());
      globals.put(core + ".multiarray.scalar", (PickleFunction) NumpyScalar::of);
      globals.put(core + ".numeric._frombuffer", (PickleFunction) NumpyArray::ofBuffer);
    }
    return globals;
  }
}
