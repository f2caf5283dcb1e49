package dev.chmcorr.job.input;

import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.ImageFolder;
import dev.chmcorr.shard.Braces;
import dev.chmcorr.shard.Compression;
import dev.chmcorr.store.LocalFolder;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * What {@code --train} or {@code --val} names, and in which form its images are.
 *
 * @param what the option, for messages
 * @param root the path that the user gave, with scheme
 * @param form told by names alone
 * @param files the shards or Parquet files; none for a folder
 */
record ImageInput(String what, Path root, Form form, List<Path> files) {
  /** How the images of a data set are kept. */
  enum Form {
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

  private static final String TAR = ".tar";
  private static final String PARQUET = ".parquet";

  /** Tells the form by the path's ending, or by what the folder holds. */
  static ImageInput of(Storage store, String what, String text) throws IOException {
    if (text.startsWith(CubSet.PREFIX)) {
      Path folder = store.path(text.substring(CubSet.PREFIX.length()));
      store.require(what, folder);
      return new ImageInput(what, folder, Form.CUB, List.of());
    }
    Path root = store.path(text);
    if (!store.exists(root) && text.matches(".*[*?\\[{].*")) {
      return ofFiles(what, root, matches(store, what, text));
    }
    if (!store.require(what, root).isDirectory()) {
      return ofFiles(what, root, List.of(root));
    }
    LocalFolder.refuseUndecodable(
        store.system(root), root, name -> name.endsWith(TAR) || name.endsWith(PARQUET));
    return ofFolder(what, root, store.list(root));
  }

  /** Which of the two sets it is. */
  Split set() {
    return what.equals("--train") ? Split.GALLERY : Split.QUERY;
  }

  /** Whether it has columns, which options may choose. */
  boolean hasColumns() {
    return form == Form.PARQUET || form == Form.LIST;
  }

  /** What names it again, with scheme. */
  String source() {
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

  private static ImageInput ofFiles(String what, Path root, List<Path> files) {
    if (all(files, name -> name.endsWith(TAR))) {
      return new ImageInput(what, root, Form.TARS, files);
    }
    if (all(files, name -> name.endsWith(PARQUET))) {
      return new ImageInput(what, root, Form.PARQUET, files);
    }
    if (all(files, name -> ListFormat.of(name) != null)) {
      return new ImageInput(what, root, Form.LIST, files);
    }
    if (all(files, ImageFolder::isImageName)) {
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

  private static void refuseCompressed(String what, Path file) {
    if (Compression.isCompressedTar(file.getName())) {
      throw new UserException(
          "Cannot list %s %s: in a compressed tar no image can be read without all before it; decompress it"
              .formatted(what, file));
    }
  }

  private static ImageInput ofFolder(String what, Path root, FileStatus[] content) {
    if (Arrays.stream(content).anyMatch(ImageInput::isClassFolder)) {
      return new ImageInput(what, root, Form.FOLDER, List.of());
    }
    List<Path> tars = named(content, TAR);
    List<Path> tables = named(content, PARQUET);
    if (!tars.isEmpty() && !tables.isEmpty()) {
      throw new UserException(
          "Cannot list %s %s: it holds tars and Parquet files; name one kind, as %s/*%s"
              .formatted(what, root, root, TAR));
    }
    if (tars.isEmpty() && tables.isEmpty()) {
      Arrays.stream(content).forEach(file -> refuseCompressed(what, file.getPath()));
      boolean isFlat = Arrays.stream(content).anyMatch(ImageInput::isImage);
      return new ImageInput(what, root, isFlat ? Form.FLAT : Form.FOLDER, List.of());
    }
    return tars.isEmpty()
        ? new ImageInput(what, root, Form.PARQUET, tables)
        : new ImageInput(what, root, Form.TARS, tars);
  }

  private static boolean isImage(FileStatus status) {
    return status.isFile() && ImageFolder.isImageName(status.getPath().getName());
  }

  /** Hidden folders beside shards are of those who wrote them. */
  private static boolean isClassFolder(FileStatus status) {
    return status.isDirectory() && !status.getPath().getName().matches("[._].*");
  }

  private static List<Path> named(FileStatus[] content, String ending) {
    return Arrays.stream(content)
        .filter(FileStatus::isFile)
        .map(FileStatus::getPath)
        .filter(path -> path.getName().endsWith(ending) && !path.getName().matches("[._].*"))
        .sorted()
        .toList();
  }
}
