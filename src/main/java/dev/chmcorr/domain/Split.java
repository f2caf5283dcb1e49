package dev.chmcorr.domain;

/** The two sets of images: the gallery holds the exemplars, the query set is what is explained. */
public enum Split {
  GALLERY("gallery"),
  QUERY("query");

  private final String text;

  Split(String text) {
    this.text = text;
  }

  /** The word that tables use. */
  public String text() {
    return text;
  }

  /** The split that tables call by this word. */
  public static Split of(String text) {
    for (Split split : values()) {
      if (split.text.equals(text)) {
        return split;
      }
    }
    throw new IllegalArgumentException("Invalid split: " + text + " (gallery or query)");
  }
}
