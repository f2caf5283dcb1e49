package dev.chmcorr.image;

import dev.chmcorr.domain.CodePointOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tells from the names of a data set's images whether its folders are classes, or whether the root
 * that was given lies above the right one. Names are relative to the root.
 */
public final class Roots {
  /** What people call the folder that holds all images of a data set. */
  private static final Set<String> CONTAINERS =
      Set.of("images", "image", "imgs", "img", "jpegimages", "pictures", "photos", "data");

  /** What the folders of a root are. */
  public enum Verdict {
    /** Classes, as far as names tell. */
    CLASSES,
    /** Classes, but all of their images lie in folders within them. */
    NESTED,
    /** No classes: those lie a level deeper. */
    LEVEL_OFF,
    /**
     * No classes, although images lie directly in them: parts of a data set, such as its splits.
     */
    PARTS
  }

  /**
   * A verdict, and by what it is reached.
   *
   * @param verdict on the folders of the root
   * @param meant folders that hold the classes, if the verdict is {@link Verdict#LEVEL_OFF}, or the
   *     parts, if it is {@link Verdict#PARTS}
   * @param empty folders without images
   */
  public record Judgement(Verdict verdict, List<String> meant, List<String> empty) {}

  private final Map<String, int[]> images = new TreeMap<>(CodePointOrder.COMPARATOR);

  private Roots() {}

  /**
   * The folders around all class folders: what all names begin with, such as {@code
   * CUB_200_2011/images/}. Empty if there are none. A folder that holds an image itself is a class.
   */
  public static String wrapper(List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    String first = names.get(0);
    int end = 0;
    while (true) {
      int slash = first.indexOf('/', end);
      String longer = first.substring(0, slash + 1);
      if (slash < 0 || !names.stream().allMatch(name -> isDeeper(name, longer))) {
        return first.substring(0, end);
      }
      end = slash + 1;
    }
  }

  private static boolean isDeeper(String name, String folder) {
    return name.startsWith(folder) && name.indexOf('/', folder.length()) >= 0;
  }

  /**
   * Judges a root.
   *
   * @param folders directly in it, empty ones too
   * @param names of its images, each class/file or class/.../file
   */
  public static Judgement judge(Collection<String> folders, Iterable<String> names) {
    Roots roots = new Roots();
    folders.forEach(roots::depths);
    for (String name : names) {
      int slash = name.indexOf('/');
      boolean deeper = name.indexOf('/', slash + 1) >= 0;
      roots.depths(name.substring(0, slash))[deeper ? 1 : 0]++;
    }
    return roots.judge();
  }

  /** How many images lie directly in a folder, and how many deeper. */
  private int[] depths(String folder) {
    return images.computeIfAbsent(folder, name -> new int[2]);
  }

  private Judgement judge() {
    List<String> empty = new ArrayList<>();
    List<String> nested = new ArrayList<>();
    List<String> direct = new ArrayList<>();
    images.forEach(
        (folder, depths) -> (depths[0] > 0 ? direct : depths[1] > 0 ? nested : empty).add(folder));
    boolean noneDirect = direct.isEmpty();
    if (direct.size() > 1 && nested.isEmpty() && direct.stream().allMatch(Roots::isNoClass)) {
      return new Judgement(Verdict.PARTS, direct, empty);
    }
    if (nested.isEmpty() || images.size() < 2) {
      return new Judgement(Verdict.CLASSES, List.of(), empty);
    }
    List<String> containers = nested.stream().filter(Roots::isContainer).toList();
    List<String> named = nested.stream().filter(Roots::isNoClass).toList();
    boolean allNamed = named.size() == nested.size();
    if (!containers.isEmpty() || (noneDirect && (allNamed || named.size() > 1))) {
      return new Judgement(Verdict.LEVEL_OFF, containers.isEmpty() ? named : containers, empty);
    }
    if (noneDirect && !empty.isEmpty()) {
      return new Judgement(Verdict.LEVEL_OFF, nested, empty);
    }
    return new Judgement(noneDirect ? Verdict.NESTED : Verdict.CLASSES, List.of(), empty);
  }

  private static boolean isContainer(String name) {
    return CONTAINERS.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Whether a folder is named as one that holds class folders: images, train and the like. */
  public static boolean isNoClass(String name) {
    return isContainer(name) || SplitNames.isFolder(name);
  }
}
