package dev.chmcorr.pickle;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Stands for an object that a pickle describes and that is not made: nothing of what the pickle
 * asks for is run. Only what the object would hold under names is kept, since that is plain data.
 */
public final class Placeholder {
  private final String global;
  private final String reason;
  private Map<Object, Object> entries;
  private Map<?, ?> attributes = Map.of();

  private Placeholder(String global, String reason) {
    this.global = global;
    this.reason = reason;
  }

  /** For what is named "module.name", or made by it. */
  public static Placeholder ofGlobal(String name) {
    return new Placeholder(name, notAllowed(name));
  }

  /**
   * For something else.
   *
   * @param reason why it is not made, a sentence about the file: "it refers to ..."
   */
  public static Placeholder because(String reason) {
    return new Placeholder("", reason);
  }

  /** For what is made by calling, or of, this one. */
  Placeholder successor() {
    return new Placeholder(global, reason);
  }

  /** Why an unknown name is refused. */
  static String notAllowed(String name) {
    return "it asks for %s, which is not allowed (only plain data is read, nothing is run)"
        .formatted(name);
  }

  /** The name of its class or of the function that makes it; empty if there is none. */
  public String global() {
    return global;
  }

  /** Why it is not made: a sentence about the file. */
  public String reason() {
    return reason;
  }

  /** What it would hold as a dictionary. */
  public Map<?, ?> entries() {
    return entries == null ? Map.of() : entries;
  }

  /** What it would hold as an object, by the names of its attributes. */
  public Map<?, ?> attributes() {
    return attributes;
  }

  /** The dictionary to add entries to. */
  Map<Object, Object> dictionary() {
    if (entries == null) {
      entries = new LinkedHashMap<>();
    }
    return entries;
  }

  /**
   * Takes a state: a dictionary of attributes, or one and that of its slots; others are dropped.
   */
  void take(Object state) {
    Object first = state instanceof Object[] parts && parts.length > 0 ? parts[0] : state;
    if (first instanceof Map<?, ?> map) {
      attributes = map;
    }
  }
}
