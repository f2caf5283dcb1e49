package dev.chmcorr.job.lists;

import java.io.Serializable;
import java.util.Map;

/**
 * The columns of a table or list as the user names them, a dot before each part of a structure; in
 * any case. What is null is looked for among {@link ColumnNames}.
 *
 * @param image encoded images
 * @param label their classes
 * @param path their paths; {@link #NONE} if rows shall be named after their places in the table
 */
public record TableColumns(String image, String label, String path) implements Serializable {
  /** Takes the place of a path's column where there is none. */
  public static final String NONE = "none";

  private static final String IMAGE = "image_column";
  private static final String LABEL = "label_column";
  private static final String PATH = "path_column";

  /** Puts what is named into the inputs of a record. */
  void record(Map<String, String> inputs) {
    put(inputs, IMAGE, image);
    put(inputs, LABEL, label);
    put(inputs, PATH, path);
  }

  static void put(Map<String, String> inputs, String key, String value) {
    if (value != null) {
      inputs.put(key, value);
    }
  }

  TableColumns with(Map<String, String> inputs, InputOptions.Choice choice) {
    return new TableColumns(
        choice.of("--image-column", image, inputs.get(IMAGE)),
        choice.of("--label-column", label, inputs.get(LABEL)),
        choice.of("--path-column", path, inputs.get(PATH)));
  }

  /** Columns with common names. */
  public static final TableColumns COMMON = new TableColumns(null, null, null);
}
