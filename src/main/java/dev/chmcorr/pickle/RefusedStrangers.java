package dev.chmcorr.pickle;

import java.util.Map;

/** Refuses a pickle that holds anything but plain values and known objects. */
final class RefusedStrangers implements Strangers {
  @Override
  public Object global(String name) throws PickleException {
    throw new PickleException(Placeholder.notAllowed(name));
  }

  @Override
  public Object call(Object function, Object arguments) throws PickleException {
    throw PickleStack.broken();
  }

  @Override
  public void build(Object target, Object state) throws PickleException {
    // Attributes of a dictionary (PyTorch's _metadata) mean nothing here.
    if (!(target instanceof Map)) {
      throw PickleStack.broken();
    }
  }

  @Override
  public void append(Object target) throws PickleException {
    throw PickleStack.broken();
  }

  @Override
  public Map<Object, Object> dictionary(Object target) throws PickleException {
    return PickleDict.of(target);
  }

  @Override
  public void put(Map<Object, Object> dictionary, Object key, Object value) throws PickleException {
    PickleDict.put(dictionary, key, value);
  }

  @Override
  public boolean rareOperations() {
    return false;
  }
}
