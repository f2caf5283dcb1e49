package dev.chmcorr.domain;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Objects;

/**
 * A class of images, in the order of labels.
 *
 * @param name of the class
 * @param label its number among the classes of its data set, from 0
 */
public record ImageClass(String name, int label) implements Comparable<ImageClass>, Serializable {
  private static final Comparator<ImageClass> BY_LABEL =
      Comparator.comparingInt(ImageClass::label)
          .thenComparing(ImageClass::name, CodePointOrder.COMPARATOR);

  public ImageClass {
    Objects.requireNonNull(name, "name");
  }

  /**
   * A class of which a table may not know the label. Without labels the order is that of the names'
   * code points, which is how ImageFolder numbers them.
   *
   * @param label null if unknown
   */
  public static ImageClass of(String name, Integer label) {
    return new ImageClass(name, label == null ? 0 : label);
  }

  @Override
  public int compareTo(ImageClass other) {
    return BY_LABEL.compare(this, other);
  }
}
