package dev.chmcorr.domain;

import java.util.Locale;

/** Why an image, or a pair of images, has no result; decides whether another try may have one. */
public enum FailureReason {
  /** Its file could not be read; another try may mend that. */
  UNREADABLE,
  /** There was not enough memory to decode it; another try may find more. */
  OUT_OF_MEMORY,
  /** What was read is no image, or a damaged one. */
  NOT_AN_IMAGE,
  /** It has more pixels than the limit of its run; a higher limit mends that. */
  TOO_LARGE,
  /** A network gave NaN or infinity for it, or nothing but zeros. */
  NOT_FINITE;

  /** Whether another try under the same limits may end otherwise. */
  public boolean isPassing() {
    return switch (this) {
      case UNREADABLE, OUT_OF_MEMORY -> true;
      case NOT_AN_IMAGE, TOO_LARGE, NOT_FINITE -> false;
    };
  }

  /** The word that tables use. */
  public String text() {
    return Texts.lowerCase(this);
  }

  /** Finds a reason by its word. */
  public static FailureReason of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
