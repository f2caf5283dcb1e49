package dev.chmcorr.pickle;

/**
 * The entry of the allow-list for a Python function or class: plain Java that makes a value of the
 * arguments in the file.
 */
@FunctionalInterface
public interface PickleFunction {
  Object call(Object[] arguments) throws PickleException;
}
