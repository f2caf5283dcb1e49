package dev.chmcorr.job.listing;

import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.folder.ImageNames;
import dev.chmcorr.job.lists.ListFormat;
import dev.chmcorr.shard.Braces;
import dev.chmcorr.shard.Compression;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.hadoop.fs.Path;

/**
 * What {@code --train} or {@code --val} names, and in which form its images are.
 *
 * @param what the option, for messages
 * @param root the path that the user gave, with scheme, or the folder in it that holds all images
 * @param form told by names alone
 * @param files the shards or Parquet files; none for a folder
 * @param note what the user should know of the root, or null
 */
public record ImageInput(String what, Path root, Form form, List<Path> files, String note) {
  /** How the images of a data set are kept. */
  public enum Form {
    /** A folder of class folders. */
    FOLDER,
    /** A folder of images, or files that are images. */
    FLAT,
    TARS,
    PARQUET,
    /** Files that say where images are. */
    LIST,
    /** CUB-200-2011 as it is downloaded. */
    CUB
  }

  static final String TAR = ".tar";
  static final String PARQUET = ".parquet";

  /** An input whose root is what the user gave. */
  public ImageInput(String what, Path root, Form form, List<Path> files) {
    this(what, root, form, files, null);
  }

  /** Tells the form by the path's ending, or by what the folder holds. */
  public static ImageInput of(Storage store, String what, String text) throws IOException {
    return of(store, what, text, ImageNames.DEFAULT);
  }

  /**
   * The same.
   *
   * @param names which files are images, and which files and folders are hidden
   */
  public static ImageInput of(Storage store, String what, String text, ImageNames names)
      throws IOException {
    if (text.startsWith(CubSet.PREFIX)) {
      Path folder = store.path(text.substring(CubSet.PREFIX.length()));
      store.require(what, folder);
      return new ImageInput(what, folder, Form.CUB, List.of());
    }
    Path root = store.path(text);
    if (!store.exists(root) && text.matches(".*[*?\\[{].*")) {
      ImageInput input = ofFiles(what, root, matches(store, what, text), names);
      FileSplits.refuseSeveral(what, root, input.files());
      return input;
    }
    if (!store.require(what, root).isDirectory()) {
      return ofFiles(what, root, List.of(root), names);
    }
    return new InputFolder(store, what, names).of(root);
  }

  /** Which of the two sets it is. */
  public Split set() {
    return what.equals("--train") ? Split.GALLERY : Split.QUERY;
  }

  /** Whether it has columns, which options may choose. */
  public boolean hasColumns() {
    return form == Form.PARQUET || form == Form.LIST;
  }

  /** What names it again, with scheme. */
  public String source() {
    return form == Form.CUB ? CubSet.PREFIX + root : root.toString();
  }

  private static List<Path> matches(Storage store, String what, String text) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String path : Braces.expand(text)) {
      if (path.matches(".*[*?\\[{].*")) {
        files.addAll(store.glob(store.path(path)));
      } else {
        // Whether it exists shows when it is read; asking for each here takes long on object
        // stores.
        files.add(store.path(path));
      }
    }
    if (files.isEmpty()) {
      throw new UserException("Cannot find %s %s: it matches no file".formatted(what, text));
    }
    return files;
  }

  private static ImageInput ofFiles(String what, Path root, List<Path> files, ImageNames names) {
    if (all(files, name -> name.endsWith(TAR))) {
      return new ImageInput(what, root, Form.TARS, files);
    }
    if (all(files, name -> name.endsWith(PARQUET))) {
      return new ImageInput(what, root, Form.PARQUET, files);
    }
    if (all(files, name -> ListFormat.of(name) != null)) {
      return new ImageInput(what, root, Form.LIST, files);
    }
    if (all(files, names::isImage)) {
      return new ImageInput(what, root, Form.FLAT, files);
    }
    for (Path file : files) {
      refuseCompressed(what, file);
    }
    throw new UserException(
        "Cannot list %s %s: it is not a folder, nor do all its files end with %s or with %s, nor are all lists (%s) or images"
            .formatted(what, root, TAR, PARQUET, ListFormat.ENDINGS));
  }

  private static boolean all(List<Path> files, Predicate<String> named) {
    return files.stream().map(Path::getName).allMatch(named);
  }

  static void refuseCompressed(String what, Path file) {
    if (Compression.isCompressedTar(file.getName())) {
      throw new UserException(
          "Cannot list %s %s: in a compressed tar no image can be read without all before it; decompress it"
              .formatted(what, file));
    }
  }
}
