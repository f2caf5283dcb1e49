package dev.chmcorr.domain;

import java.util.Locale;

/** Texts as files, tables and messages have them. */
public final class Texts {
  private Texts() {}

  /** The name of a constant in lower case, whatever the machine's language. */
  public static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * A number of things: 1 query, 2 queries.
   *
   * @param thing singular; its last word gets an ending
   */
  public static String count(long number, String thing) {
    return number + " " + (number == 1 ? thing : plural(thing));
  }

  /** The form of a verb that goes with so many things: has, have. */
  public static String verb(long number, String one, String several) {
    return number == 1 ? one : several;
  }

  /** The plural of a regular noun: queries, gallery images. */
  public static String plural(String thing) {
    if (thing.matches(".*[^aeiou]y")) {
      return thing.substring(0, thing.length() - 1) + "ies";
    }
    return thing + (thing.matches(".*(s|x|ch|sh)") ? "es" : "s");
  }

  /** A text up to its first line break; empty if it is empty. */
  public static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
