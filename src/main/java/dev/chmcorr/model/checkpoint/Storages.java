package dev.chmcorr.model.checkpoint;

import dev.chmcorr.pickle.PersistentLoader;
import dev.chmcorr.pickle.PickleException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Collects the storages that a checkpoint's pickle refers to. */
final class Storages implements PersistentLoader {
  private final Map<String, Storage> byKey = new LinkedHashMap<>();

  /** Storages by key. */
  Map<String, Storage> byKey() {
    return byKey;
  }

  /** ('storage', type, key, device, elements), in legacy files also a view into it or None. */
  @Override
  public Storage load(Object id) throws PickleException {
    if (!(id instanceof Object[] parts)
        || parts.length < 5
        || !"storage".equals(parts[0])
        || !(parts[1] instanceof StorageType type)
        || !(parts[2] instanceof String key)
        || !(parts[4] instanceof Long length)
        || length < 0
        || length > Long.MAX_VALUE / Long.BYTES) {
      throw new PickleException("it refers to something else than a tensor's storage");
    }
    if (parts.length > 5 && parts[5] != null) {
      throw new PickleException("it has a view of a storage, as only PyTorch before 0.4 made them");
    }
    Storage storage = new Storage(key, type, length);
    Storage known = byKey.putIfAbsent(key, storage);
    if (known != null && !known.equals(storage)) {
      throw new PickleException("it describes storage %s in two ways".formatted(key));
    }
    return storage;
  }
}
