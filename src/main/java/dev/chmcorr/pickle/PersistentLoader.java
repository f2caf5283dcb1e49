package dev.chmcorr.pickle;

/** Answers the references that a pickle makes to things outside itself. */
@FunctionalInterface
public interface PersistentLoader {
  /** Refuses them all. */
  PersistentLoader NONE =
      id -> {
        throw new PickleException("it refers to data outside the pickle");
      };

  Object load(Object id) throws PickleException;
}
