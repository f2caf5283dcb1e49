package dev.chmcorr.shard;

import java.util.function.Predicate;

/**
 * Which members of a shard are what, by their names.
 *
 * @param image whether a member is an image
 * @param hidden whether a member is passed over because it is hidden, or lies in a hidden folder
 * @param labelField of the JSON beside an image that has its class; null if none has
 */
public record ShardNames(Predicate<String> image, Predicate<String> hidden, String labelField) {
  /** Where classes are in no JSON. */
  public ShardNames(Predicate<String> image, Predicate<String> hidden) {
    this(image, hidden, null);
  }

  /** Whether a member may have an image's class among other things. */
  boolean isJson(String name) {
    return labelField != null && JsonLabel.isJson(name);
  }
}
