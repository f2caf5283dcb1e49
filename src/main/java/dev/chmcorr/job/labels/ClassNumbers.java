package dev.chmcorr.job.labels;

import dev.chmcorr.domain.ImageRef;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The classes of a gallery by their numbers, which are their places among all of them in
 * ImageFolder order, from 0.
 *
 * @param names by number
 * @param extent how far others may trust the numbers
 */
public record ClassNumbers(Map<Integer, String> names, Extent extent) {
  /** Which classes there are. */
  public enum Extent {
    /** All of the data set. */
    ALL,
    /** Of all of the data set those that were met. */
    SOME_OF_ALL,
    /** Some were left out before they were numbered, so that others number them otherwise. */
    NUMBERED_APART
  }

  /** Those of listed images. */
  public static ClassNumbers of(Collection<ImageRef> images, Extent extent) {
    Map<Integer, String> names = new TreeMap<>();
    images.stream()
        .filter(ImageRef::isLabelled)
        .forEach(image -> names.put(image.label(), image.className()));
    return new ClassNumbers(names, extent);
  }
}
