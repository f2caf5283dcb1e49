package dev.chmcorr.job.lists;

import dev.chmcorr.image.folder.ImageNames;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a line of a list of lines has: a path, a class, or both in either order.
 *
 * @param columns one or two, as the first line calls them; as they are called here if it is an
 *     image's
 * @param pathAt which of them the path is
 * @param isThere whether the first line names them
 */
record TextHeader(List<String> columns, int pathAt, boolean isThere) {
  private static final TextHeader NONE = new TextHeader(List.of("path", "class"), 0, false);
  private static final List<ColumnNames> KNOWN =
      List.of(ColumnNames.PATH, ColumnNames.LABEL, ColumnNames.SPLIT);

  /**
   * Tells from the first lines.
   *
   * @param first without blanks around it
   * @param second the same; empty if there is none
   * @throws dev.chmcorr.domain.UserException if the first may name columns, but not how
   */
  static TextHeader of(ListFormat.Text text, String first, String second, ImageNames names) {
    List<String> words = Stream.of(first.replaceFirst("^#\\s*", "").split("\\s+")).toList();
    if (names.isImage(first)) {
      return NONE;
    }
    if (!words.stream().allMatch(TextHeader::isKnown)) {
      checkIsNone(text, first, second, names);
      return NONE;
    }
    return named(text, first, words);
  }

  private static TextHeader named(ListFormat.Text text, String first, List<String> words) {
    List<String> paths = words.stream().filter(word -> is(ColumnNames.PATH, word)).toList();
    List<String> labels = words.stream().filter(word -> is(ColumnNames.LABEL, word)).toList();
    if (words.size() > 2 || paths.isEmpty() || (words.size() == 2 && labels.isEmpty())) {
      throw text.unusable(
          "its first line, %s, seems to name columns, but blanks part a path and a class only; part the columns by tabs or commas, or remove the line"
              .formatted(ListFormat.shown(first)));
    }
    return new TextHeader(
        words, words.size() == 2 && is(ColumnNames.LABEL, words.get(0)) ? 1 : 0, true);
  }

  /** A line that alone of the first two has a word for a path may name columns in its own way. */
  private static void checkIsNone(
      ListFormat.Text text, String first, String second, ImageNames names) {
    String path = first.split("\\s+", 2)[0];
    boolean isWord = !path.contains(".") && !path.contains("/") && !path.contains("\\");
    if (isWord && (names.isImage(second) || names.isImage(second.replaceFirst("\\s+\\S+$", "")))) {
      throw text.unusable(
          "its first line, %s, names no image, its second line does; if it names columns, make it \"path class\" or remove it"
              .formatted(ListFormat.shown(first)));
    }
  }

  private static boolean isKnown(String word) {
    return KNOWN.stream().anyMatch(names -> is(names, word));
  }

  private static boolean is(ColumnNames names, String word) {
    return names.findIfClear(List.of(word)) != null;
  }
}
