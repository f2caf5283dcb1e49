package dev.chmcorr.job.lists;

import dev.chmcorr.image.folder.ImageNames;
import dev.chmcorr.store.Storage;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How images are found in what is given as a data set.
 *
 * @param unpack folder for the shards that Parquet tables are unpacked into; null refuses tables
 * @param files which of them are images
 * @param columns of tables and lists
 * @param lists what is said of images elsewhere
 * @param labels what is said of classes elsewhere
 */
public record InputOptions(
    String unpack, FileOptions files, TableColumns columns, ListOptions lists, LabelOptions labels)
    implements Serializable {
  /** As published, without tables. */
  public static final InputOptions DEFAULT = unpackedTo(null);

  /** As published; tables are unpacked into this folder. */
  public static InputOptions unpackedTo(String folder) {
    return new InputOptions(
        folder, FileOptions.UNSAID, TableColumns.COMMON, ListOptions.NONE, LabelOptions.NONE);
  }

  /** Whether nothing is said of how images are found; the folder of tables decides nothing. */
  public boolean isUnsaid() {
    return files.equals(FileOptions.UNSAID)
        && columns.equals(TableColumns.COMMON)
        && lists.equals(ListOptions.NONE)
        && labels.equals(LabelOptions.NONE);
  }

  /** What was said, for the inputs of a record; files in full. */
  public Map<String, String> recorded(Storage store) {
    Map<String, String> said = new LinkedHashMap<>();
    files.record(said);
    columns.record(said);
    lists.inFull(store).record(said);
    labels.inFull(store).record(said);
    return said;
  }

  /** Decides between what was said and what a record says. */
  @FunctionalInterface
  public interface Choice {
    /**
     * One of the two.
     *
     * @param option that says it
     * @param given null if it was not said
     * @param known null if the record does not say it
     */
    String of(String option, String given, String known);
  }

  /**
   * The same with what a record says.
   *
   * @param inputs of a record that {@link #recorded} was put into
   */
  public InputOptions with(Storage store, Map<String, String> inputs, Choice choice) {
    return new InputOptions(
        unpack,
        files.with(inputs, choice),
        columns.with(inputs, choice),
        lists.inFull(store).with(inputs, choice),
        labels.inFull(store).with(inputs, choice));
  }

  /** Which files are images. */
  public ImageNames names() {
    return files.names();
  }

  /** The same with other files. */
  public InputOptions with(FileOptions others) {
    return new InputOptions(unpack, others, columns, lists, labels);
  }

  /** The same with other columns. */
  public InputOptions with(TableColumns others) {
    return new InputOptions(unpack, files, others, lists, labels);
  }

  /** The same with what other lists say. */
  public InputOptions with(ListOptions others) {
    return new InputOptions(unpack, files, columns, others, labels);
  }

  /** The same with other classes. */
  public InputOptions with(LabelOptions others) {
    return new InputOptions(unpack, files, columns, lists, others);
  }
}
