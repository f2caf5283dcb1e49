package dev.chmcorr.domain;

/** Texts of hostile files as messages may show them. */
public final class Printable {
  private static final String UNPRINTABLE = "[\\p{Cc}\\p{Cf}\\u2028\\u2029]";

  private Printable() {}

  /**
   * A text on one line, without what would steer a terminal or turn its reading direction.
   *
   * @param longest number of chars that are shown; dots replace the rest
   */
  public static String of(String text, int longest) {
    if (text.length() <= longest) {
      return text.replaceAll(UNPRINTABLE, "?");
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end).replaceAll(UNPRINTABLE, "?") + "...";
  }
}
