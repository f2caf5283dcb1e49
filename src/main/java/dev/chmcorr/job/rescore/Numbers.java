package dev.chmcorr.job.rescore;

import dev.chmcorr.domain.Printable;
import dev.chmcorr.domain.UserException;
import java.math.BigDecimal;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Numbers as options list them: single ones and ranges, as {@code 5,10:50:10}. What is given comes
 * back ascending, each number once.
 *
 * @param option that gives them
 * @param least the smallest that is allowed
 * @param most the largest that is allowed
 */
public record Numbers(String option, long least, long most) {
  /** Of one option; more is a slip of the finger. */
  private static final int MAX_COUNT = 10_000;

  private static final int MAX_SHOWN = 60;

  /** Without exponents, with which a few characters could say very long numbers. */
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d{1,9}(\\.\\d{0,17})?|\\.\\d{1,17})");

  /** Whole numbers; null for null. */
  public List<Integer> whole(String text) {
    if (text == null) {
      return null;
    }
    return values(text).stream()
        .map(
            value -> {
              if (value.stripTrailingZeros().scale() > 0) {
                throw invalid(value.toPlainString(), "must be a whole number");
              }
              return value.intValue();
            })
        .toList();
  }

  /** The doubles that are nearest to them; null for null. */
  public List<Double> decimal(String text) {
    return text == null ? null : values(text).stream().map(BigDecimal::doubleValue).toList();
  }

  private TreeSet<BigDecimal> values(String text) {
    TreeSet<BigDecimal> values = new TreeSet<>();
    for (String item : text.split(",", -1)) {
      String[] range = item.split(":", -1);
      if (range.length == 1) {
        values.add(number(range[0], item));
      } else if (range.length == 3) {
        addRange(item, range, values);
      } else {
        throw invalid(item, "a range is FROM:TO:STEP, as %s".formatted(example()));
      }
      if (values.size() > MAX_COUNT) {
        throw invalid(text, "these are more than %d numbers".formatted(MAX_COUNT));
      }
    }
    return values;
  }

  private void addRange(String item, String[] range, TreeSet<BigDecimal> values) {
    BigDecimal from = number(range[0], item);
    BigDecimal to = number(range[1], item);
    BigDecimal step = parsed(range[2], item);
    if (step.signum() <= 0) {
      throw invalid(item, "its step must be more than 0");
    }
    if (from.compareTo(to) > 0) {
      throw invalid(item, "it begins above its end");
    }
    BigDecimal steps = to.subtract(from).divideToIntegralValue(step);
    if (steps.compareTo(BigDecimal.valueOf(MAX_COUNT)) >= 0) {
      throw invalid(item, "these are more than %d numbers".formatted(MAX_COUNT));
    }
    for (int i = 0; i <= steps.intValue(); i++) {
      values.add(from.add(step.multiply(BigDecimal.valueOf(i))));
    }
  }

  private BigDecimal number(String text, String item) {
    BigDecimal number = parsed(text, item);
    if (number.compareTo(BigDecimal.valueOf(least)) < 0
        || number.compareTo(BigDecimal.valueOf(most)) > 0) {
      throw invalid(text.strip(), "must be %s".formatted(range()));
    }
    return number;
  }

  private BigDecimal parsed(String text, String item) {
    String number = text.strip();
    if (!NUMBER.matcher(number).matches()) {
      throw invalid(
          item.isBlank() ? "''" : item,
          "must be numbers and ranges of them, as %s".formatted(example()));
    }
    return new BigDecimal(number);
  }

  private String range() {
    return most == Integer.MAX_VALUE ? "at least " + least : least + ".." + most;
  }

  private String example() {
    return most == 1 ? "0.4:0.7:0.05" : "5,10:50:10";
  }

  private UserException invalid(String what, String why) {
    return new UserException(
        "Invalid %s: %s (%s)".formatted(option, Printable.of(what, MAX_SHOWN), why));
  }
}
