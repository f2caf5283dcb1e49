package dev.chmcorr.job.failures;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many images of a set may fail before a run ends. It decides when a run ends, never what comes
 * out, so that it is no part of what a folder was made with.
 *
 * @param percent of the images of the set, 0 to 100; 100 is no limit at all
 * @param images so many may fail whatever the percentage
 */
public record FailureBudget(double percent, long images) implements Serializable {
  /** A tenth, and a hundred images of sets that are smaller than a thousand. */
  public static final FailureBudget DEFAULT = new FailureBudget(10, 100);

  /** A run never ends early. */
  public static final FailureBudget UNLIMITED = new FailureBudget(100, 0);

  /**
   * If as many images have failed and none has been good, all of the set will fail. In a set of
   * fewer a run soon says so by itself, and its tables say why.
   */
  static final int ALL_FAIL = 100;

  private static final double WHOLE = 100;
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(%?)");

  /**
   * Such as {@code 1%}, {@code 0.5%} or {@code 100}.
   *
   * @throws IllegalArgumentException if it is neither a percentage nor a whole number
   */
  public static FailureBudget of(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (matcher.matches()) {
      boolean isPercentage = !matcher.group(2).isEmpty();
      String number = matcher.group(1);
      if (isPercentage && Double.parseDouble(number) <= WHOLE) {
        return new FailureBudget(Double.parseDouble(number), 0);
      }
      if (!isPercentage && !number.contains(".")) {
        return new FailureBudget(0, Long.parseLong(number));
      }
    }
    throw new IllegalArgumentException(
        "'%s' is not a number of images such as 100, or a percentage of them such as 1%%"
            .formatted(text));
  }

  public boolean isUnlimited() {
    return percent >= WHOLE;
  }

  /**
   * Images that may fail.
   *
   * @param size of the set
   */
  long allowed(int size) {
    return isUnlimited() ? size : Math.max(images, (long) Math.floor(percent / WHOLE * size));
  }
}
