package dev.chmcorr.domain;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The order in which torchvision's ImageFolder numbers class folders: by Unicode code point, as
 * Python compares strings. {@link String#compareTo} differs from it beyond U+FFFF.
 */
public final class CodePointOrder {
  public static final Comparator<String> COMPARATOR = CodePointOrder::compare;

  private CodePointOrder() {}

  private static int compare(String a, String b) {
    return Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
  }
}
