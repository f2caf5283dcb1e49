package dev.chmcorr.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** Whether files and folders that programs leave behind count. */
public enum HiddenFiles {
  /** They are passed over. */
  DROP,
  /** Hidden folders are classes and hidden images are images, as torchvision has it. */
  KEEP;

  private static final Set<String> LITTER =
      Set.of(
          "__macosx",
          "thumbs.db",
          "ehthumbs.db",
          "desktop.ini",
          "@eadir",
          "#recycle",
          "lost+found",
          "$recycle.bin",
          "system volume information");

  /** Whether a file or folder is passed over: by its own name. */
  public boolean passesOver(String name) {
    return this == DROP && isHidden(name);
  }

  /**
   * Whether any part of a path is hidden.
   *
   * @param path relative to the data set
   */
  public boolean passesOverPath(String path) {
    return this == DROP && isHiddenPath(path);
  }

  /** Whether any part of a path is hidden, be it passed over or not. */
  public static boolean isHiddenPath(String path) {
    return Arrays.stream(path.split("/")).anyMatch(HiddenFiles::isHidden);
  }

  private static boolean isHidden(String name) {
    return (name.startsWith(".") && !name.equals(".") && !name.equals(".."))
        || LITTER.contains(name.toLowerCase(Locale.ROOT));
  }
}
