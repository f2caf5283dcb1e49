package dev.chmcorr.domain;

import java.io.Serializable;
import java.util.List;
import java.util.TreeSet;

/**
 * What a query shows, as far as anybody knows: the classes of which any is a right answer, or
 * nothing.
 *
 * @param classes names without repetition, in the order of their code points; empty if unknown
 */
public record GroundTruth(List<String> classes) implements Serializable {
  /** Of a query that nobody has labelled. */
  public static final GroundTruth UNKNOWN = new GroundTruth(List.of());

  public GroundTruth {
    var sorted = new TreeSet<String>(CodePointOrder.COMPARATOR);
    sorted.addAll(classes);
    classes = List.copyOf(sorted);
  }

  /** One class, or unknown if it is null. */
  public static GroundTruth of(String className) {
    return className == null ? UNKNOWN : new GroundTruth(List.of(className));
  }

  /** Whether there is any right answer to hold a prediction against. */
  public boolean isKnown() {
    return !classes.isEmpty();
  }

  /** Whether a prediction is right; null if nobody knows. */
  public Boolean judge(String prediction) {
    return isKnown() ? classes.contains(prediction) : null;
  }
}
