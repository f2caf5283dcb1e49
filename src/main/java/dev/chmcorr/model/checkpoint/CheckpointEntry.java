package dev.chmcorr.model.checkpoint;

import java.util.Set;

/** A dictionary of tensors in a file of weights. */
public final class CheckpointEntry {
  /** What the root is called. */
  public static final String ROOT = ".";

  private final Place place;
  private final CheckpointDict dict;

  /**
   * Where a value lies in a file.
   *
   * @param parent null for the root
   * @param key in the parent
   * @param depth 0 for the root
   */
  record Place(Place parent, String key, int depth) {
    static final Place TOP = new Place(null, "", 0);

    Place child(String name) {
      return new Place(this, name, depth + 1);
    }

    private void write(StringBuilder path) {
      if (parent != null) {
        parent.write(path);
        path.append(path.length() == 0 ? "" : ".").append(key);
      }
    }
  }

  CheckpointEntry(Place place, CheckpointDict dict) {
    this.place = place;
    this.dict = dict;
  }

  /** The keys that lead to it, joined by dots; {@link #ROOT} if it is the root. */
  public String path() {
    StringBuilder path = new StringBuilder();
    place.write(path);
    return path.length() == 0 ? ROOT : path.toString();
  }

  /** Names of its tensors, in file order, also of those that cannot be read. */
  public Set<String> names() {
    return dict.names();
  }

  /**
   * Whether its tensors behind a prefix are those of another behind another: the same names, in the
   * same place in the file.
   */
  public boolean isSame(String prefix, CheckpointEntry other, String otherPrefix) {
    return (dict == other.dict && prefix.equals(otherPrefix))
        || (!dict.isTooLarge()
            && !other.dict.isTooLarge()
            && dict.behind(prefix).equals(other.dict.behind(otherPrefix)));
  }

  /**
   * Its tensors.
   *
   * @throws dev.chmcorr.domain.UserException if there are too many
   */
  public StateDict tensors() {
    dict.checkSize();
    return dict;
  }
}
