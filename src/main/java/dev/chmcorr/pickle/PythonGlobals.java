package dev.chmcorr.pickle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The few names of Python's own library that plain data needs. */
public final class PythonGlobals {
  private PythonGlobals() {}

  /** For the allow-list of a {@link SafeUnpickler}. */
  public static Map<String, Object> all() {
    return Map.of(
        "collections.OrderedDict", (PickleFunction) PythonGlobals::orderedDict,
        "collections.Counter", (PickleFunction) PythonGlobals::counter,
        "collections.defaultdict", (PickleFunction) arguments -> new LinkedHashMap<>(),
        "_codecs.encode", (PickleFunction) PythonGlobals::encode,
        "__builtin__.bytes", (PickleFunction) PythonGlobals::bytes,
        "builtins.bytes", (PickleFunction) PythonGlobals::bytes,
        "__builtin__.set", (PickleFunction) PythonGlobals::set,
        "builtins.set", (PickleFunction) PythonGlobals::set);
  }

  /**
   * The dictionaries of Python's library alone, for the allow-list of a reader that puts
   * placeholders in the place of the rest.
   */
  public static Map<String, Object> dictionaries() {
    return Map.of(
        "collections.OrderedDict", (PickleFunction) PythonGlobals::anyOrderedDict,
        "collections.Counter", (PickleFunction) PythonGlobals::counter,
        "collections.defaultdict", (PickleFunction) arguments -> new LinkedHashMap<>());
  }

  /** The same as {@link #orderedDict} with keys of any kind, of which names stay. */
  private static Object anyOrderedDict(Object[] arguments) throws PickleException {
    Map<Object, Object> map = new LinkedHashMap<>();
    if (arguments.length == 1 && arguments[0] instanceof List<?> pairs) {
      for (Object pair : pairs) {
        if (pair instanceof List<?> entry && entry.size() == 2) {
          PickleDict.putIfNamed(map, entry.get(0), entry.get(1));
        }
      }
      pairs.clear();
    }
    return map;
  }

  /** Empty, or of a list of pairs as Python 2 wrote it. */
  private static Object orderedDict(Object[] arguments) throws PickleException {
    Map<Object, Object> map = new LinkedHashMap<>();
    List<?> pairs =
        arguments.length == 1 && arguments[0] instanceof List<?> list ? list : new ArrayList<>();
    for (Object pair : pairs) {
      if (!(pair instanceof List<?> entry)
          || entry.size() != 2
          || !(entry.get(0) instanceof String)) {
        throw new PickleException("it has an OrderedDict that is not made of (text, value) pairs");
      }
      PickleDict.put(map, entry.get(0), entry.get(1));
    }
    // A file could make a million dictionaries of one list; so the list serves once.
    pairs.clear();
    return map;
  }

  /** Of a dictionary: PyTorch's schedulers keep their milestones in one. */
  private static Object counter(Object[] arguments) {
    return arguments.length == 1 && arguments[0] instanceof Map<?, ?> counts
        ? counts
        : new LinkedHashMap<>();
  }

  /** How protocol 2 spells bytes: a str of Latin-1 characters, which it stays here. */
  private static Object encode(Object[] arguments) throws PickleException {
    if (arguments.length != 2
        || !(arguments[0] instanceof String)
        || !("latin1".equals(arguments[1]) || "latin-1".equals(arguments[1]))) {
      throw new PickleException("it has bytes in another spelling than latin1");
    }
    return arguments[0];
  }

  private static Object bytes(Object[] arguments) throws PickleException {
    if (arguments.length != 0) {
      throw new PickleException("it has bytes in another spelling than latin1");
    }
    return new byte[0];
  }

  private static Object set(Object[] arguments) throws PickleException {
    if (arguments.length != 1 || !(arguments[0] instanceof List<?> items)) {
      throw new PickleException("it has a set that is not made of a list");
    }
    return items;
  }
}
