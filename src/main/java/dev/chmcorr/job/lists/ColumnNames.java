package dev.chmcorr.job.lists;

import dev.chmcorr.domain.UserException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The names that columns of public tables and lists have, in any case, with spaces or hyphens for
 * underscores. Of the sure ones the first that there is counts; of the likely ones there may be
 * only one.
 *
 * @param option that names the column otherwise
 * @param what is in it, for messages
 * @param sure in order
 * @param likely in no order
 */
public record ColumnNames(String option, String what, List<String> sure, List<String> likely) {
  private static final List<String> SPLITS =
      List.of("split", "set", "subset", "partition", "data_set", "dataset_split", "phase");

  /** Classes. */
  public static final ColumnNames LABEL =
      new ColumnNames(
          "--label-column",
          "classes",
          List.of(
              "class_name",
              "class",
              "label",
              "cls",
              "labels",
              "class_label",
              "class_names",
              "classes",
              "label_name",
              "category_name",
              "target_name"),
          List.of(
              "fine_label",
              "coarse_label",
              "category",
              "categories",
              "target",
              "targets",
              "species",
              "class_id",
              "class_idx",
              "class_index",
              "label_id",
              "label_idx",
              "category_id",
              "target_id",
              "ground_truth",
              "gt",
              "y",
              "wnid",
              "synset",
              "synset_id",
              "predictionstring"));

  /** Encoded images; a column of a structure has a dot. */
  public static final ColumnNames IMAGE =
      new ColumnNames(
          "--image-column",
          "encoded images",
          List.of("bytes", "image.bytes", "img.bytes", "image", "img"),
          List.of(
              "jpg",
              "jpg.bytes",
              "jpeg",
              "jpeg.bytes",
              "png",
              "png.bytes",
              "webp",
              "webp.bytes",
              "content",
              "image_bytes",
              "image_data",
              "image_content",
              "image_binary",
              "img_bytes",
              "img_data",
              "img_content",
              "encoded_image",
              "image_encoded",
              "image/encoded",
              "jpeg_bytes",
              "jpg_bytes",
              "png_bytes",
              "photo",
              "photo.bytes",
              "picture",
              "picture.bytes",
              "pixels",
              "data",
              "binary"));

  /** Paths of images that are in the table too, which only name them. */
  public static final ColumnNames NAME =
      new ColumnNames(
          "--path-column",
          "paths",
          List.of(
              "path",
              "file",
              "filename",
              "file_name",
              "key",
              "__key__",
              "image.path",
              "img.path",
              "image_path",
              "img_path",
              "file_path",
              "filepath",
              "image_name",
              "image_file",
              "image_filename",
              "image_file_name",
              "image/filename"),
          List.of("id", "image_id", "img_id", "uuid", "url", "image_url"));

  /** Paths of images that lie elsewhere. */
  public static final ColumnNames PATH =
      new ColumnNames(
          "--path-column",
          "paths",
          List.of(
              "path",
              "paths",
              "file_path",
              "filepath",
              "file_paths",
              "filepaths",
              "image_path",
              "img_path",
              "image_paths",
              "file",
              "filename",
              "file_name",
              "filenames",
              "image_file",
              "image_filename",
              "image_file_name",
              "image_name",
              "image",
              "img",
              "images"),
          List.of("image_id", "imageid", "img_id", "id", "key", "name", "uri", "url", "image_url"));

  /** Which part of a data set a row belongs to; has no option of its own. */
  public static final ColumnNames SPLIT = new ColumnNames(null, "splits", SPLITS, List.of());

  /**
   * The column that has what this looks for; null if none has.
   *
   * @param where the table, for messages
   * @param columns those that there are, as they are called there
   * @throws UserException if several may have it
   */
  public String find(Object where, Collection<String> columns) {
    String certain = certain(columns);
    if (certain != null) {
      return certain;
    }
    List<String> found = likely(columns);
    if (found.size() > 1) {
      throw new UserException(
          "Cannot use %s: its columns %s may all have the %s; choose by %s"
              .formatted(where, String.join(", ", found), what, option));
    }
    return found.isEmpty() ? null : found.get(0);
  }

  /** The same, but null if several may have it: for what one can do without. */
  public String findIfClear(Collection<String> columns) {
    String certain = certain(columns);
    List<String> found = certain == null ? likely(columns) : List.of(certain);
    return found.size() == 1 ? found.get(0) : null;
  }

  /** Whether it is a sure one. */
  public boolean isSure(String column) {
    return sure.stream().anyMatch(name -> isCalled(column, name));
  }

  /** The first that there is of the sure ones; null if there is none. */
  public String certain(Collection<String> columns) {
    return sure.stream()
        .flatMap(name -> columns.stream().filter(column -> isCalled(column, name)))
        .findFirst()
        .orElse(null);
  }

  private List<String> likely(Collection<String> columns) {
    return columns.stream().filter(c -> likely.stream().anyMatch(n -> isCalled(c, n))).toList();
  }

  /** Whether a column is called so, but for case and the signs between words. */
  public static boolean isCalled(String column, String name) {
    return normal(column).equals(normal(name));
  }

  private static String normal(String name) {
    return name.strip().toLowerCase(Locale.ROOT).replaceAll("[ -]", "_");
  }
}
