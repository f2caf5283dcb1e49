package dev.chmcorr.shard;

import dev.chmcorr.domain.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ranges of numbers in paths, as WebDataset and shells write them: {@code train-{000..123}.tar}.
 * Braces with commas are left alone; Hadoop's globs know those.
 */
public final class Braces {
  private static final Pattern RANGE = Pattern.compile("\\{(\\d{1,9})\\.\\.(\\d{1,9})}");
  private static final int MAX = 100_000;

  private Braces() {}

  /**
   * All paths that a text with ranges means, in order, each once ({1..11}{1..11} gives 111 twice);
   * the text itself if it has none. Numbers are padded with zeros to one width if either bound is.
   */
  public static List<String> expand(String text) {
    List<String> expanded = new ArrayList<>();
    expand(text, text, expanded);
    return expanded.stream().distinct().toList();
  }

  private static void expand(String text, String whole, List<String> into) {
    Matcher range = RANGE.matcher(text);
    if (!range.find()) {
      into.add(text);
      return;
    }
    String from = range.group(1);
    String to = range.group(2);
    int first = Integer.parseInt(from);
    int last = Integer.parseInt(to);
    if (first > last || last - first >= MAX - into.size()) {
      throw new UserException(
          "Invalid range %s in %s: it must ascend, and all name at most %d files; for more give a glob with *, or their folder"
              .formatted(range.group(), whole, MAX));
    }
    boolean padded = isPadded(from) || isPadded(to);
    int width = padded ? Math.max(from.length(), to.length()) : 1;
    for (int i = first; i <= last; i++) {
      String number = ("%0" + width + "d").formatted(i);
      expand(text.substring(0, range.start()) + number + text.substring(range.end()), whole, into);
    }
  }

  private static boolean isPadded(String bound) {
    return bound.length() > 1 && bound.startsWith("0");
  }
}
