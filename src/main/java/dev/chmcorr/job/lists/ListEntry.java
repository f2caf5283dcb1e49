package dev.chmcorr.job.lists;

/**
 * What a list says of an image.
 *
 * @param file name of the list
 * @param line where it does
 * @param path of the image, as it stands there
 * @param className its class; null if it says none
 */
public record ListEntry(String file, long line, String path, String className) {
  /** Where it stands, for messages. */
  public String where() {
    // Of what is no text, rows are counted.
    return "%s %d of %s".formatted(ListFormat.of(file) == null ? "row" : "line", line, file);
  }

  public ListEntry withPath(String full) {
    return new ListEntry(file, line, full, className);
  }

  public ListEntry withClass(String name) {
    return new ListEntry(file, line, path, name);
  }
}
