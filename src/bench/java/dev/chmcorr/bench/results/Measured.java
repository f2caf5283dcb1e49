package dev.chmcorr.bench.results;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One row: a subject in one precision.
 *
 * @param subject such as {@code embed, fp32}
 * @param unit such as {@code ms an image}
 * @param theirs of the same run; null if there was no other side
 * @param ratio how often ours goes into theirs, by the medians; null as {@code theirs}
 * @param opponent what the other side says that it is; null as {@code theirs}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Measured(
    String subject, String unit, Figure ours, Figure theirs, Double ratio, String opponent) {

  /** A side on its own. */
  public static Measured alone(String subject, String unit, Figure ours) {
    return new Measured(subject, unit, ours, null, null, null);
  }

  /** Both sides. */
  public static Measured both(
      String subject, String unit, Figure ours, Figure theirs, String opponent) {
    double ratio = Figure.of(theirs.median() / ours.median()).median();
    return new Measured(subject, unit, ours, theirs, ratio, opponent);
  }

  /** Such as {@code 46.0 ms / 109 ms = 2.37 x}. */
  String summary() {
    String own = Figure.duration(ours.median());
    return theirs == null
        ? own
        : "%s / %s = %s x"
            .formatted(own, Figure.duration(theirs.median()), Figure.threeDigits(ratio));
  }

  @Override
  public String toString() {
    return subject + ": " + summary();
  }
}
