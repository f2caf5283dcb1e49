package dev.chmcorr.pickle;

import java.util.Map;

/** What becomes of what a pickle holds besides plain values and what its reader knows by name. */
interface Strangers {
  /** A global that is not known. */
  Object global(String name) throws PickleException;

  /** A call of something else than a known function, or with something else than a tuple. */
  Object call(Object function, Object arguments) throws PickleException;

  /** A state given to something else than a known object. */
  void build(Object target, Object state) throws PickleException;

  /** Items for something else than a list. */
  void append(Object target) throws PickleException;

  /** What entries for a value go into: itself, or what stands for its entries. */
  Map<Object, Object> dictionary(Object target) throws PickleException;

  /** Adds an entry to a dictionary. */
  void put(Map<Object, Object> dictionary, Object key, Object value) throws PickleException;

  /** Whether operations are read that only unknown objects and Python 2 need. */
  boolean rareOperations();
}
