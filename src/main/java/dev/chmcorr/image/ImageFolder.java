package dev.chmcorr.image;

import dev.chmcorr.domain.CodePointOrder;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.UserException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The order in which torchvision's {@code ImageFolder} numbers a data set: classes by name, within
 * a class folders by path, within a folder files by name, all by code point. Knows no file system.
 */
public final class ImageFolder {
  private static final List<String> ENDINGS =
      List.of(".jpg", ".jpeg", ".png", ".ppm", ".bmp", ".pgm", ".tif", ".tiff", ".webp");

  private ImageFolder() {}

  /** Whether a file counts as an image: by its ending, in any case. */
  public static boolean isImageName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(lower::endsWith);
  }

  /**
   * Numbers the images of a data set.
   *
   * @param root the data set's folder, as messages and the paths of the result begin
   * @param folders names of the folders directly in it, each a class, hidden ones too
   * @param files paths of files relative to {@code root}, with {@code /}, in any order; those
   *     directly in the root and those that are no images are passed over
   * @return images by id, from 0
   * @throws UserException if there is no class, or a class has no image
   */
  public static List<ImageRef> number(
      String root, Collection<String> folders, Collection<String> files) {
    Map<String, List<Located>> classes = new TreeMap<>(CodePointOrder.COMPARATOR);
    folders.forEach(name -> classes.put(name, new ArrayList<>()));
    for (String file : files) {
      int slash = file.indexOf('/');
      if (slash > 0 && isImageName(file)) {
        classes
            .computeIfAbsent(file.substring(0, slash), name -> new ArrayList<>())
            .add(Located.of(file));
      }
    }
    checkClasses(root, classes);
    return number(root.endsWith("/") ? root : root + "/", classes);
  }

  private static List<ImageRef> number(String prefix, Map<String, List<Located>> classes) {
    List<ImageRef> images = new ArrayList<>();
    int label = 0;
    for (Map.Entry<String, List<Located>> entry : classes.entrySet()) {
      entry.getValue().sort(Located.ORDER);
      for (Located file : entry.getValue()) {
        images.add(new ImageRef(images.size(), prefix + file.path(), entry.getKey(), label));
      }
      label++;
    }
    return images;
  }

  private static void checkClasses(String root, Map<String, List<Located>> classes) {
    if (classes.isEmpty()) {
      throw new UserException("Cannot read %s: there is no class folder in it".formatted(root));
    }
    List<String> empty =
        classes.keySet().stream().filter(name -> classes.get(name).isEmpty()).toList();
    if (!empty.isEmpty()) {
      throw new UserException(
          "Cannot read %s: no image in the class folders %s (endings: %s); fill or remove them"
              .formatted(root, String.join(", ", empty), String.join(" ", ENDINGS)));
    }
  }

  /** A path, split so that "a", "a-b", "a/b" keep the order that their strings have. */
  private record Located(String folder, String name, String path) {
    static final Comparator<Located> ORDER =
        Comparator.comparing(Located::folder, CodePointOrder.COMPARATOR)
            .thenComparing(Located::name, CodePointOrder.COMPARATOR);

    static Located of(String path) {
      int slash = path.lastIndexOf('/');
      return new Located(path.substring(0, slash), path.substring(slash + 1), path);
    }
  }
}
