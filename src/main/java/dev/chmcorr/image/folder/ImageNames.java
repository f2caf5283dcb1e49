package dev.chmcorr.image.folder;

import dev.chmcorr.domain.HiddenFiles;
import java.io.Serializable;

/**
 * Which files are images of a data set, by their names.
 *
 * @param endings that images have
 * @param hidden whether hidden files and folders count
 */
public record ImageNames(Endings endings, HiddenFiles hidden) implements Serializable {
  /** Published endings, nothing hidden. */
  public static final ImageNames DEFAULT = new ImageNames(Endings.PUBLISHED, HiddenFiles.DROP);

  /** Whether a file's ending is that of an image, hidden or not. */
  public boolean isImage(String name) {
    return endings.accepts(name);
  }

  /** Whether a file or folder is passed over for its own name. */
  public boolean isHidden(String name) {
    return hidden.passesOver(name);
  }
}
