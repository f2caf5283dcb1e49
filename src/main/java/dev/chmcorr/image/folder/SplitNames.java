package dev.chmcorr.image.folder;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names that say which split of a data set a file or folder is: train, val or test. */
public final class SplitNames {
  private static final String WORDS = "train(?:ing)?|val(?:id(?:ation)?)?|dev|test(?:ing)?";

  /** The word for itself: no letter before or after it. */
  private static final Pattern WORD = Pattern.compile("(?i)(?<![a-z])(" + WORDS + ")(?![a-z])");

  private static final Pattern FOLDER =
      Pattern.compile("(?:" + WORDS + ")(?:[-_]?(?:\\d+|images?|imgs?|data|set|split))*");

  private SplitNames() {}

  /**
   * The split that a file's name says it belongs to, such as val for {@code
   * validation-00000-of-00003.parquet}.
   */
  public static Optional<String> of(String file) {
    return word(file)
        .map(
            word ->
                switch (word.toLowerCase(Locale.ROOT).substring(0, 2)) {
                  case "tr" -> "train";
                  case "te" -> "test";
                  default -> "val";
                });
  }

  /** The word by which it says so, as it stands there. */
  public static Optional<String> word(String file) {
    Matcher word = WORD.matcher(file);
    return word.find() ? Optional.of(word.group(1)) : Optional.empty();
  }

  /** Whether a folder is named as a split and nothing else, such as {@code train2017}. */
  public static boolean isFolder(String name) {
    return FOLDER.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }
}
