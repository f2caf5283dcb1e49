package dev.chmcorr.shard;

import java.util.function.Predicate;

/**
 * Which members of a shard are what, by their names.
 *
 * @param image whether a member is an image
 * @param hidden whether a member is passed over because it is hidden, or lies in a hidden folder
 * @param labels where the classes of images are
 */
public record ShardNames(Predicate<String> image, Predicate<String> hidden, ShardLabels labels) {
  /** Where classes are in no JSON. */
  public ShardNames(Predicate<String> image, Predicate<String> hidden) {
    this(image, hidden, ShardLabels.inField(null));
  }

  /** Whether a member may have an image's class among other things. */
  boolean isJson(String name) {
    return labels.field() != null && JsonLabel.isJson(name);
  }
}
