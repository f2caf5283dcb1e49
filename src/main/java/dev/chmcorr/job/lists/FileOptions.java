package dev.chmcorr.job.lists;

import dev.chmcorr.domain.HiddenFiles;
import dev.chmcorr.domain.Printable;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.folder.Endings;
import dev.chmcorr.image.folder.ImageNames;
import java.io.Serializable;
import java.util.Map;

/**
 * Which files are images, and which folders classes. What was not said is null; then a record may
 * say it, else endings are as published, hidden files are passed over, and folders are classes only
 * if nothing tells against it.
 *
 * @param hidden whether hidden files and folders count, or null
 * @param endings that images have, or null
 * @param folders what the folders of a root are, or null
 */
public record FileOptions(HiddenFiles hidden, Endings endings, Folders folders)
    implements Serializable {
  /** Nothing said. */
  public static final FileOptions UNSAID = new FileOptions(null, null, null);

  /** What the folders of a root are. */
  public enum Folders {
    /** Classes, whatever their names and what lies in them. */
    CLASSES
  }

  private static final String HIDDEN = "hidden_files";
  private static final String MORE = "more_endings";
  private static final String FOLDERS = "folders_are_classes";
  private static final int MAX_SHOWN = 100;

  /** Hidden files and folders so; null if it is not said. */
  public static FileOptions of(HiddenFiles hidden) {
    return new FileOptions(hidden, null, null);
  }

  /** The same with the endings that torchvision passes over. */
  public FileOptions withMoreEndings() {
    return new FileOptions(hidden, Endings.MORE, folders);
  }

  /** The same where the folders of a root are classes, whatever tells against it. */
  public FileOptions withFoldersAsClasses() {
    return new FileOptions(hidden, endings, Folders.CLASSES);
  }

  public boolean foldersAreClasses() {
    return folders == Folders.CLASSES;
  }

  public ImageNames names() {
    return new ImageNames(
        endings == null ? Endings.PUBLISHED : endings, hidden == null ? HiddenFiles.DROP : hidden);
  }

  /** Puts what is not as by default into the inputs of a record. */
  void record(Map<String, String> inputs) {
    if (hidden == HiddenFiles.KEEP) {
      inputs.put(HIDDEN, "keep");
    }
    if (endings == Endings.MORE) {
      inputs.put(MORE, "yes");
    }
    if (foldersAreClasses()) {
      inputs.put(FOLDERS, "yes");
    }
  }

  /** A record without any inputs says nothing, not even that all was as by default. */
  FileOptions with(Map<String, String> inputs, InputOptions.Choice choice) {
    if (inputs.isEmpty()) {
      return this;
    }
    String givenHidden = hidden == null ? null : hidden == HiddenFiles.KEEP ? "keep" : "drop";
    String givenMore = endings == null ? null : endings == Endings.MORE ? "yes" : "no";
    String so = choice.of("--hidden-files", givenHidden, inputs.getOrDefault(HIDDEN, "drop"));
    String more = choice.of("--more-endings", givenMore, inputs.getOrDefault(MORE, "no"));
    return new FileOptions(
        is(so, "keep", "drop") ? HiddenFiles.KEEP : HiddenFiles.DROP,
        is(more, "yes", "no") ? Endings.MORE : Endings.PUBLISHED,
        // It decides whether images are listed, not which: to say it later changes nothing.
        is(inputs.getOrDefault(FOLDERS, "no"), "yes", "no") ? Folders.CLASSES : folders);
  }

  private static boolean is(String value, String yes, String no) {
    if (!value.equals(yes) && !value.equals(no)) {
      throw new UserException(
          "Invalid value in a record: %s (must be %s or %s)"
              .formatted(Printable.of(value, MAX_SHOWN), yes, no));
    }
    return value.equals(yes);
  }
}
