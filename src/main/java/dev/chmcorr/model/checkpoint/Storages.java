package dev.chmcorr.model.checkpoint;

import dev.chmcorr.pickle.PersistentLoader;
import dev.chmcorr.pickle.PickleException;
import dev.chmcorr.pickle.Placeholder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Collects the storages that a checkpoint's pickle refers to. */
final class Storages implements PersistentLoader {
  private static final String NO_STORAGE = "it refers to something else than a tensor's storage";

  private final Map<String, Storage> byKey = new LinkedHashMap<>();
  private final Map<String, String> unknown = new HashMap<>();

  /**
   * A storage of the file; null if nothing refers to it.
   *
   * @throws PickleException if nobody knows how large its elements are
   */
  Storage find(String key) throws PickleException {
    if (unknown.containsKey(key)) {
      throw new PickleException(
          "storage %s has the unknown type %s".formatted(key, unknown.get(key)));
    }
    return byKey.get(key);
  }

  /**
   * ('storage', type, key, device, elements), in legacy files also a view into it or None; or
   * ('module', class, ...), which stands for the class.
   *
   * @return a Storage, or a Placeholder for anything else
   */
  @Override
  public Object load(Object id) throws PickleException {
    Object[] parts = id instanceof Object[] tuple ? tuple : new Object[0];
    if (parts.length > 1 && "module".equals(parts[0]) && parts[1] instanceof Placeholder type) {
      return type;
    }
    if (parts.length < 5 || !"storage".equals(parts[0])) {
      return Placeholder.because(NO_STORAGE);
    }
    if (!(parts[2] instanceof String key)
        || !(parts[4] instanceof Long length)
        || length < 0
        || length > Long.MAX_VALUE / Long.BYTES) {
      throw new PickleException(NO_STORAGE);
    }
    if (parts.length > 5 && parts[5] != null) {
      throw new PickleException("it has a view of a storage, as only PyTorch before 0.4 made them");
    }
    if (parts[1] instanceof Placeholder type) {
      unknown.put(key, type.global());
      return type;
    }
    if (!(parts[1] instanceof StorageType type)) {
      throw new PickleException(NO_STORAGE);
    }
    return known(new Storage(key, type, length));
  }

  private Storage known(Storage storage) throws PickleException {
    Storage known = byKey.putIfAbsent(storage.key(), storage);
    if (known != null && !known.equals(storage)) {
      throw new PickleException("it describes storage %s in two ways".formatted(storage.key()));
    }
    return storage;
  }
}
