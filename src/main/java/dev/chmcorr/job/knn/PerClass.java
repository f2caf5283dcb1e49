package dev.chmcorr.job.knn;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.knn.TopK;
import dev.chmcorr.runfolder.RunRecord;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which neighbours are kept beside the common ranking: of each of a query's best classes the
 * nearest images.
 *
 * @param images of each class; 0 if no class has any
 * @param classes the best of a query; {@link Integer#MAX_VALUE} if all
 */
public record PerClass(int images, int classes) implements Serializable {
  /** Only the common ranking. */
  public static final PerClass NONE = new PerClass(0, Integer.MAX_VALUE);

  static final String IMAGES = "per_class";
  static final String CLASSES = "top_classes";

  private static final String NUMBER = "[1-9]\\d{0,8}";

  /**
   * As a user gives it.
   *
   * @param images M of {@code --per-class}, or null
   * @param classes C of {@code --top-classes}, or null
   */
  public static PerClass of(Integer images, Integer classes) {
    if (images == null && classes != null) {
      throw new UserException(
          "Cannot keep --top-classes %d: it is for --per-class M, give that too"
              .formatted(classes));
    }
    check("--per-class", images);
    check("--top-classes", classes);
    return images == null
        ? NONE
        : new PerClass(images, classes == null ? Integer.MAX_VALUE : classes);
  }

  private static void check(String option, Integer value) {
    if (value != null && value < 1) {
      throw new UserException("Invalid %s: %d (must be at least 1)".formatted(option, value));
    }
  }

  /** What a folder's record says. */
  static PerClass of(RunRecord run) {
    String images = run.parameters().getOrDefault(IMAGES, "");
    String classes = run.parameters().getOrDefault(CLASSES, "");
    return images.matches(NUMBER)
        ? of(Integer.valueOf(images), classes.matches(NUMBER) ? Integer.valueOf(classes) : null)
        : NONE;
  }

  boolean isAny() {
    return images > 0;
  }

  /** Whether all classes of the gallery are kept. */
  boolean isOfAll() {
    return classes == Integer.MAX_VALUE;
  }

  /** As much of it as a gallery has of so many classes, the largest of which has so many images. */
  PerClass within(int largest, int all) {
    return new PerClass(Math.min(images, largest), classes < all ? classes : Integer.MAX_VALUE);
  }

  /**
   * Bytes that a search holds for a query: a class's nearest and their thresholds, and best
   * classes.
   */
  long listBytes() {
    return 2 * TopK.bytes(images) + (isOfAll() ? 0 : TopK.bytes(classes));
  }

  /** The entries of a record's parameters. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (isAny()) {
      parameters.put(IMAGES, String.valueOf(images));
    }
    if (!isOfAll()) {
      parameters.put(CLASSES, String.valueOf(classes));
    }
    return parameters;
  }
}
