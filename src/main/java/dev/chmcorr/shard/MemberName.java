package dev.chmcorr.shard;

import dev.chmcorr.domain.Printable;
import java.util.ArrayList;
import java.util.List;

/** What the name of a tar's member may be. Nothing is ever written to a path that it names. */
final class MemberName {
  /** Linux allows no longer paths. */
  private static final int MAX_LENGTH = 4096;

  private static final int SHOWN = 100;

  private MemberName() {}

  /** A name as messages show it: on one line, and not too long. */
  static String shown(String name) {
    return Printable.of(name, SHOWN);
  }

  /** Whether a text can be the name of a class, which is one part of a path. */
  static boolean isClass(String text) {
    return !text.isEmpty() && !text.contains("/") && clean(text).equals(text);
  }

  /**
   * A name without empty parts and without {@code .}.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static String clean(String name) {
    if (name.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("it is longer than " + MAX_LENGTH + " characters");
    }
    if (name.startsWith("/")) {
      throw new IllegalArgumentException("it is absolute");
    }
    if (name.codePoints().anyMatch(MemberName::isNoText)) {
      throw new IllegalArgumentException("it holds control characters or is no UTF-8");
    }
    List<String> parts = new ArrayList<>();
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        throw new IllegalArgumentException("it leads out of its folder");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }

  private static boolean isNoText(int c) {
    return Character.isISOControl(c)
        || c == '\uFFFD'
        || Character.getType(c) == Character.SURROGATE;
  }
}
