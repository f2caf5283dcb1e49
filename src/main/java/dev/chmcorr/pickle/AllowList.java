package dev.chmcorr.pickle;

import java.util.Map;

/**
 * What a pickle may ask for by name, and what becomes of the rest. Whatever that is, nothing that a
 * pickle asks for is run.
 */
public final class AllowList {
  private final Map<String, Object> known;
  private final Strangers strangers;

  private AllowList(Map<String, Object> known, Strangers strangers) {
    this.known = Map.copyOf(known);
    this.strangers = strangers;
  }

  /**
   * Refuses every other name, and what only objects need.
   *
   * @param known values by "module.name": a {@link PickleFunction} for what may be called, any
   *     other object for what is only referred to
   */
  public static AllowList only(Map<String, Object> known) {
    return new AllowList(known, new RefusedStrangers());
  }

  /**
   * Puts a {@link Placeholder} in the place of what is not known.
   *
   * @param known as in {@link #only}
   */
  public static AllowList orPlaceholders(Map<String, Object> known) {
    return new AllowList(known, new PlaceholderStrangers());
  }

  /** The value of "module.name", or null if it is not known. */
  Object get(String name) {
    return known.get(name);
  }

  Strangers strangers() {
    return strangers;
  }
}
