package dev.chmcorr.pickle;

/** A value that takes its state after it was made, as Python's {@code __setstate__} does. */
public interface Buildable {
  void build(Object state) throws PickleException;
}
