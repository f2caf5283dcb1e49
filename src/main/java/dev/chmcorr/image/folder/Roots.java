package dev.chmcorr.image.folder;

import dev.chmcorr.domain.CodePointOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * Tells from the names of a data set's images whether its folders are classes, or whether the root
 * that was given lies above the right one. Names are relative to the root.
 */
public final class Roots {
  /** What people call the folder that holds all images of a data set. */
  private static final Set<String> CONTAINERS =
      Set.of("images", "image", "imgs", "img", "jpegimages", "pictures", "photos", "data");

  /** What lies beside the images of a data set, and may be images itself. */
  private static final Set<String> COMPANIONS =
      Set.of(
          "masks",
          "mask",
          "annotations",
          "annotation",
          "labels",
          "label",
          "segmentations",
          "segmentation",
          "segmentationclass",
          "segmentationobject",
          "trimaps",
          "parts",
          "attributes",
          "bboxes",
          "boxes",
          "gt",
          "groundtruth",
          "ground_truth",
          "depth",
          "metadata");

  /** What the folders of a root are. */
  public enum Verdict {
    /** Classes, as far as names tell. */
    CLASSES,
    /** Perhaps classes, but all of their images lie in folders within them, which may be such. */
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
   * @param meant folders that hold the classes, or may hold them, if the verdict is {@link
   *     Verdict#LEVEL_OFF} or {@link Verdict#NESTED}; the parts, if it is {@link Verdict#PARTS}
   * @param empty folders without images
   */
  public record Judgement(Verdict verdict, List<String> meant, List<String> empty) {}

  /** What lies in a folder of the root. */
  private static final class Inside {
    private boolean direct;
    private boolean deeper;

    /** The folder that holds all that is deeper, directly; null if it is not one. */
    private String only;

    void add(String name, int slash) {
      int second = name.indexOf('/', slash + 1);
      if (second < 0) {
        direct = true;
        return;
      }
      boolean last = name.indexOf('/', second + 1) < 0;
      boolean same = !deeper || (only != null && name.startsWith(only, slash + 1) && last);
      only = same && last ? name.substring(slash + 1, second + 1) : null;
      deeper = true;
    }
  }

  private final Map<String, Inside> folders = new TreeMap<>(CodePointOrder.COMPARATOR);

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
    folders.forEach(roots::inside);
    for (String name : names) {
      int slash = name.indexOf('/');
      roots.inside(name.substring(0, slash)).add(name, slash);
    }
    Judgement judgement = roots.judge();
    return judgement.verdict() == Verdict.LEVEL_OFF ? deeper(judgement, names) : judgement;
  }

  /** Looks into the folders that were meant: they may hold parts, or folders around the classes. */
  private static Judgement deeper(Judgement judgement, Iterable<String> names) {
    List<String> parts = new ArrayList<>();
    for (String folder : judgement.meant()) {
      Judgement inner =
          judge(
              List.of(),
              () ->
                  StreamSupport.stream(names.spliterator(), false)
                      .filter(name -> isDeeper(name, folder + "/"))
                      .map(name -> name.substring(folder.length() + 1))
                      .iterator());
      if (inner.verdict() == Verdict.CLASSES || inner.verdict() == Verdict.NESTED) {
        return judgement;
      }
      inner.meant().forEach(part -> parts.add(folder + "/" + part));
      if (inner.verdict() == Verdict.LEVEL_OFF) {
        return new Judgement(Verdict.LEVEL_OFF, parts, judgement.empty());
      }
    }
    return new Judgement(Verdict.PARTS, parts, judgement.empty());
  }

  private Inside inside(String folder) {
    return folders.computeIfAbsent(folder, name -> new Inside());
  }

  private Judgement judge() {
    List<String> empty = new ArrayList<>();
    List<String> nested = new ArrayList<>();
    List<String> direct = new ArrayList<>();
    folders.forEach(
        (folder, inside) -> (inside.direct ? direct : inside.deeper ? nested : empty).add(folder));
    if (areParts(direct, nested)) {
      return new Judgement(Verdict.PARTS, direct, empty);
    }
    if (nested.isEmpty() || folders.size() < 2) {
      return new Judgement(Verdict.CLASSES, List.of(), empty);
    }
    List<String> around = around(nested, direct.isEmpty());
    if (!around.isEmpty() || (direct.isEmpty() && !empty.isEmpty())) {
      return new Judgement(Verdict.LEVEL_OFF, around.isEmpty() ? nested : around, empty);
    }
    return direct.isEmpty() && !haveOneFolderEach()
        ? new Judgement(Verdict.NESTED, withoutCompanions(nested), empty)
        : new Judgement(Verdict.CLASSES, List.of(), empty);
  }

  /** Folders whose names say that they are around classes. */
  private static List<String> around(List<String> nested, boolean noneDirect) {
    List<String> containers = nested.stream().filter(Roots::isContainer).toList();
    if (!containers.isEmpty() || !noneDirect) {
      return containers;
    }
    List<String> named = nested.stream().filter(Roots::isNoClass).toList();
    return named.size() > 1 || withoutCompanions(nested).equals(named) ? named : List.of();
  }

  /** One of COCO's classes is called train: only images beside something else are surely none. */
  private boolean areParts(List<String> direct, List<String> nested) {
    boolean container = direct.stream().anyMatch(Roots::isContainer);
    if (container && folders.keySet().stream().anyMatch(Roots::isCompanion)) {
      return true;
    }
    boolean named = nested.isEmpty() && direct.stream().allMatch(Roots::isNoClass);
    return (named && (direct.size() > 1 || container)) || (nested.isEmpty() && areSplits(direct));
  }

  /** Such as cars_train and cars_test: all of them say of which split they are. */
  private static boolean areSplits(List<String> direct) {
    List<Optional<String>> splits = direct.stream().map(SplitNames::of).distinct().toList();
    return splits.size() > 1 && splits.stream().allMatch(Optional::isPresent);
  }

  /** As Tiny ImageNet has: n01443537/images/1.JPEG. */
  private boolean haveOneFolderEach() {
    return folders.values().stream()
        .allMatch(
            inside ->
                inside.only != null
                    && isContainer(inside.only.substring(0, inside.only.length() - 1)));
  }

  private static List<String> withoutCompanions(List<String> nested) {
    List<String> others = nested.stream().filter(folder -> !isCompanion(folder)).toList();
    return others.isEmpty() ? nested : others;
  }

  private static boolean isContainer(String name) {
    return CONTAINERS.contains(name.toLowerCase(Locale.ROOT));
  }

  private static boolean isCompanion(String name) {
    return COMPANIONS.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Whether a folder is named as one that holds class folders: images, train and the like. */
  public static boolean isNoClass(String name) {
    return isContainer(name) || SplitNames.isFolder(name);
  }
}
