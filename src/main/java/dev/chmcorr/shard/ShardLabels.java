package dev.chmcorr.shard;

import java.io.Serializable;

/**
 * Where the classes of a shard's images are.
 *
 * @param elsewhere whether neither folders nor members beside the images tell them
 * @param field of the JSON beside an image that has its class; null if none has
 */
public record ShardLabels(boolean elsewhere, String field) implements Serializable {
  /** Not in the shard: what its folders and members are named says nothing. */
  public static final ShardLabels ELSEWHERE = new ShardLabels(true, null);

  /**
   * In the shard.
   *
   * @param field of the JSON beside an image that has its class; null if none has
   */
  public static ShardLabels inField(String field) {
    return new ShardLabels(false, field);
  }
}
