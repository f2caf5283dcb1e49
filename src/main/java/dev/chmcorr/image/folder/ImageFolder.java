package dev.chmcorr.image.folder;

import dev.chmcorr.domain.CodePointOrder;
import dev.chmcorr.domain.ImageFile;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Printable;
import dev.chmcorr.domain.UserException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * The order in which torchvision's {@code ImageFolder} numbers a data set: classes by name, within
 * a class folders by path, within a folder files by name, all by code point. Knows no file system.
 */
public final class ImageFolder {
  private static final int MAX_SHOWN = 300;

  private final String root;
  private final ToIntFunction<String> nameStart;
  private final Comparator<String> classOrder;
  private final Endings endings;

  /**
   * A data set's way of naming and ordering; its images have published endings.
   *
   * @param root the data set, as messages call it
   * @param nameStart where in an image's path the part class/file begins
   * @param classOrder of the names of classes
   */
  public ImageFolder(String root, ToIntFunction<String> nameStart, Comparator<String> classOrder) {
    this(root, nameStart, classOrder, Endings.PUBLISHED);
  }

  private ImageFolder(
      String root,
      ToIntFunction<String> nameStart,
      Comparator<String> classOrder,
      Endings endings) {
    this.root = root;
    this.nameStart = nameStart;
    this.classOrder = classOrder;
    this.endings = endings;
  }

  /** The same with other endings, by which files count as images. */
  public ImageFolder with(Endings other) {
    return new ImageFolder(root, nameStart, classOrder, other);
  }

  /** A folder of class folders, in torchvision's order. */
  public static ImageFolder of(String root) {
    int start = root.endsWith("/") ? root.length() : root.length() + 1;
    return new ImageFolder(root, path -> start, CodePointOrder.COMPARATOR);
  }

  /** Whether a file counts as an image for torchvision: by its ending, in any case. */
  public static boolean isImageName(String name) {
    return Endings.PUBLISHED.accepts(name);
  }

  /**
   * Numbers the images of a data set.
   *
   * @param folders names of the folders directly in it, each a class, hidden ones too
   * @param files in any order; those directly in the root and those that are no images are passed
   *     over
   * @return images by id, from 0
   * @throws UserException if there is no class, if a class has no image, or if two images have one
   *     name
   */
  public List<ImageRef> number(Collection<String> folders, Collection<ImageFile> files) {
    Map<String, List<ImageFile>> classes = new TreeMap<>(classOrder);
    folders.forEach(name -> classes.put(name, new ArrayList<>()));
    for (ImageFile file : files) {
      String path = file.path();
      int start = nameStart.applyAsInt(path);
      int slash = path.indexOf('/', start);
      if (slash > start && endings.accepts(path)) {
        classes.computeIfAbsent(path.substring(start, slash), name -> new ArrayList<>()).add(file);
      }
    }
    List<ImageRef> images = new ArrayList<>();
    number(classes).forEachRemaining(images::add);
    return images;
  }

  /**
   * Numbers the images of a data set, one class after the other, as they are asked for: so that
   * there need not be objects for all of them at once.
   *
   * @param classes the images of each class, in any order
   * @return images by id, from 0; fails when it comes to two that have one name
   * @throws UserException if there is no class, or a class has no image
   */
  public Iterator<ImageRef> number(Map<String, List<ImageFile>> classes) {
    Map<String, List<ImageFile>> ordered = new TreeMap<>(classOrder);
    ordered.putAll(classes);
    checkClasses(ordered);
    return new Numbered(ordered.entrySet().iterator());
  }

  private final class Numbered implements Iterator<ImageRef> {
    private final Iterator<Map.Entry<String, List<ImageFile>>> classes;
    private Iterator<ImageFile> files = Collections.emptyIterator();
    private String className;
    private int id;
    private int label = -1;

    Numbered(Iterator<Map.Entry<String, List<ImageFile>>> classes) {
      this.classes = classes;
    }

    /** No class is without images. */
    @Override
    public boolean hasNext() {
      return files.hasNext() || classes.hasNext();
    }

    @Override
    public ImageRef next() {
      if (!files.hasNext()) {
        Map.Entry<String, List<ImageFile>> next = classes.next();
        className = next.getKey();
        label++;
        files = sorted(next.getValue()).iterator();
      }
      ImageFile file = files.next();
      return new ImageRef(id++, file.path(), className, label, file.version());
    }
  }

  private List<ImageFile> sorted(List<ImageFile> files) {
    List<ImageFile> sorted = new ArrayList<>(files);
    sorted.sort(
        Comparator.comparing((ImageFile file) -> folder(file.path()), CodePointOrder.COMPARATOR)
            .thenComparing(file -> fileName(file.path()), CodePointOrder.COMPARATOR));
    checkDistinct(sorted);
    return sorted;
  }

  /** Folder and file apart, so that "a", "a-b", "a/b" keep the order that their strings have. */
  private String folder(String path) {
    return path.substring(nameStart.applyAsInt(path), path.lastIndexOf('/'));
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private String name(String path) {
    return path.substring(nameStart.applyAsInt(path));
  }

  private static String shown(String path) {
    return Printable.of(path, MAX_SHOWN);
  }

  private void checkDistinct(List<ImageFile> sorted) {
    for (int i = 1; i < sorted.size(); i++) {
      String path = sorted.get(i).path();
      String before = sorted.get(i - 1).path();
      if (name(path).equals(name(before))) {
        throw new UserException(
            "Cannot read %s: two images have the name %s: %s and %s"
                .formatted(root, shown(name(path)), shown(before), shown(path)));
      }
    }
  }

  private void checkClasses(Map<String, List<ImageFile>> classes) {
    if (classes.isEmpty()) {
      throw new UserException("Cannot read %s: there is no class folder in it".formatted(root));
    }
    List<String> empty =
        classes.keySet().stream()
            .filter(name -> classes.get(name).isEmpty())
            .map(ImageFolder::shown)
            .toList();
    if (!empty.isEmpty()) {
      throw new UserException(
          "Cannot read %s: no image in the class folders %s (endings: %s); fill or remove them"
              .formatted(root, String.join(", ", empty), String.join(" ", endings.all())));
    }
  }
}
