package dev.chmcorr.domain;

import java.util.Comparator;

/**
 * The order in which torchvision's ImageFolder numbers class folders: by Unicode code point, as
 * Python compares strings. {@link String#compareTo} differs from it beyond U+FFFF.
 */
public final class CodePointOrder {
  public static final Comparator<String> COMPARATOR = CodePointOrder::compare;

  private CodePointOrder() {}

  private static int compare(String a, String b) {
    int shorter = Math.min(a.length(), b.length());
    for (int i = 0; i < shorter; i++) {
      if (a.charAt(i) != b.charAt(i)) {
        return Integer.compare(rank(a.charAt(i)), rank(b.charAt(i)));
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** Surrogates, which make up the code points beyond U+FFFF, come last. */
  private static int rank(char c) {
    return Character.isSurrogate(c) ? c + 0x10000 : c;
  }
}
