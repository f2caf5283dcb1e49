package dev.chmcorr.pickle;

import java.util.Map;

/**
 * Puts a {@link Placeholder} in the place of every unknown object, and passes over entries of
 * dictionaries whose keys name nothing.
 */
final class PlaceholderStrangers implements Strangers {
  @Override
  public Object global(String name) {
    return Placeholder.ofGlobal(name);
  }

  @Override
  public Object call(Object function, Object arguments) throws PickleException {
    if (function instanceof Placeholder placeholder) {
      return placeholder.successor();
    }
    if (function instanceof PickleFunction && arguments instanceof Placeholder placeholder) {
      return placeholder.successor();
    }
    throw PickleStack.broken();
  }

  @Override
  public void build(Object target, Object state) throws PickleException {
    if (target instanceof Placeholder placeholder) {
      placeholder.take(state);
    } else if (!(target instanceof Map)) {
      throw PickleStack.broken();
    }
  }

  @Override
  public void append(Object target) throws PickleException {
    if (!(target instanceof Placeholder)) {
      throw PickleStack.broken();
    }
  }

  @Override
  public Map<Object, Object> dictionary(Object target) throws PickleException {
    return target instanceof Placeholder placeholder
        ? placeholder.dictionary()
        : PickleDict.of(target);
  }

  @Override
  public void put(Map<Object, Object> dictionary, Object key, Object value) throws PickleException {
    PickleDict.putIfNamed(dictionary, key, value);
  }

  @Override
  public boolean rareOperations() {
    return true;
  }
}
