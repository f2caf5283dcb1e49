package dev.chmcorr.job.correspond;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.ComparedPair;
import dev.chmcorr.domain.FailureReason;
import dev.chmcorr.job.method.Features;
import dev.chmcorr.table.Failure;

/**
 * Finds NaN and infinity where rows are made: a network gives them for some images when its weights
 * are damaged or bfloat16 overflows, and a score of them would put no candidate before another.
 */
final class NotFinite {
  private NotFinite() {}

  /** Why features are no use, or null if they are good. */
  static Failure ofFeatures(Features features) {
    return features.isFinite() ? null : failure("the features of this image");
  }

  /** Why a pair cannot be scored, or null if it can. */
  static Failure ofPair(ComparedPair pair) {
    String where = where("points x", pair.pointsX());
    where = where == null ? where("points y", pair.pointsY()) : where;
    for (Axes axes : Axes.values()) {
      where = where == null ? where("similarity", pair.similarity(axes)) : where;
    }
    where = where == null ? where("attention", pair.attention()) : where;
    return where == null ? null : failure(where + " of this pair");
  }

  private static String where(String name, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return "%s, %s at %d".formatted(name, values[i], i);
      }
    }
    return null;
  }

  private static Failure failure(String what) {
    return new Failure(
        FailureReason.NOT_FINITE,
        ArithmeticException.class.getSimpleName(),
        "the method gave no finite number for " + what,
        null);
  }
}
