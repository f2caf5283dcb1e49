package dev.chmcorr.domain;

import java.util.Locale;

/** Texts as files, tables and messages have them. */
public final class Texts {
  private Texts() {}

  /** The name of a constant in lower case, whatever the machine's language. */
  public static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** A text up to its first line break; empty if it is empty. */
  public static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
