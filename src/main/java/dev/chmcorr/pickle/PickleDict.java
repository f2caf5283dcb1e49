package dev.chmcorr.pickle;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What may be a key of a dictionary: text and numbers that are cheap to hash and to compare,
 * whichever a file chooses.
 */
final class PickleDict {
  /** Paths and names of tensors are shorter; comparing longer ones adds up. */
  private static final int MAX_KEY = 10_000;

  /**
   * Java's maps are fast among keys of equal hash only where all are of one class; with two, each
   * access would compare all of them. Few keys may be of any class.
   */
  private static final int MAX_MIXED = 16;

  private PickleDict() {}

  /** Adds an entry; a numpy number is the same key as its value, as in Python. */
  static void put(Map<Object, Object> dict, Object item, Object value) throws PickleException {
    Object key = item instanceof NumpyScalar scalar ? scalar.value() : item;
    if (!(key instanceof String || key instanceof Number || key instanceof Boolean)) {
      throw new PickleException("it has a dictionary key that is neither text nor number");
    }
    if (key instanceof String text && text.length() > MAX_KEY) {
      throw new PickleException(
          "it has a dictionary key of %d characters".formatted(text.length()));
    }
    if (dict.size() >= MAX_MIXED && key.getClass() != dict.keySet().iterator().next().getClass()) {
      throw new PickleException("it has a large dictionary with keys of different types");
    }
    dict.put(key, value);
  }

  /** A value as the dictionary that it must be. */
  @SuppressWarnings("unchecked")
  static Map<Object, Object> of(Object value) throws PickleException {
    if (!(value instanceof LinkedHashMap)) {
      throw PickleStack.broken();
    }
    return (Map<Object, Object>) value;
  }

  /**
   * Adds an entry if its key is a short text or a number; others name nothing that is looked for.
   */
  static void putIfNamed(Map<Object, Object> dict, Object key, Object value)
      throws PickleException {
    boolean name = key instanceof Long || (key instanceof String text && text.length() <= MAX_KEY);
    if (name
        && (dict.size() < MAX_MIXED
            || key.getClass() == dict.keySet().iterator().next().getClass())) {
      put(dict, key, value);
    }
  }
}
