package dev.chmcorr.job.lists;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.folder.ImageNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the images of a set that a file has something to say of: by their paths below the set's
 * folder, by their file names, or by either without its ending.
 */
public final class ImageKeys {
  private static final Pattern NUMBERED = Pattern.compile(".*?(\\d{1,9})\\.[^./]+", Pattern.DOTALL);

  private final TreeSet<String> names;
  private final ImageNames endings;
  private final Map<String, List<String>> byKey = new HashMap<>();

  /**
   * @param names of the images below their folder
   * @param endings that may be left out
   */
  public ImageKeys(Collection<String> names, ImageNames endings) {
    this.names = new TreeSet<>(names);
    this.endings = endings;
    for (String name : this.names) {
      for (String key : new HashSet<>(List.of(name, last(name), stem(name), stem(last(name))))) {
        byKey.computeIfAbsent(key, k -> new ArrayList<>(1)).add(name);
      }
    }
  }

  /**
   * The name of the image that an entry is of; null if there is none.
   *
   * @param unusable what to throw of an entry that may be of two images
   */
  public String find(ListEntry entry, Function<String, UserException> unusable) {
    String path = entry.path().startsWith("./") ? entry.path().substring(2) : entry.path();
    if (names.contains(path)) {
      return path;
    }
    String slashed = slashed(path);
    for (String key : List.of(slashed, last(slashed), stem(last(slashed)))) {
      List<String> found = byKey.getOrDefault(key, List.of());
      if (found.size() == 1) {
        return found.get(0);
      }
      if (found.size() > 1) {
        throw unusable.apply(
            "%s may be of %s or of %s"
                .formatted(
                    entry.where(), ListFormat.shown(found.get(0)), ListFormat.shown(found.get(1))));
      }
    }
    return null;
  }

  /** The number with which an image's name ends, before its ending; nothing if it has none. */
  public static OptionalInt number(String name) {
    Matcher matcher = NUMBERED.matcher(name);
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }

  /** With slashes for Windows' backslashes, unless an image has them in its name. */
  private String slashed(String path) {
    return byKey.containsKey(path) ? path : path.replace('\\', '/');
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Without the ending of an image. */
  private String stem(String name) {
    return endings.isImage(name) ? name.substring(0, name.lastIndexOf('.')) : name;
  }
}
