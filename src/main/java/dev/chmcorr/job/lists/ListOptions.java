package dev.chmcorr.job.lists;

import dev.chmcorr.domain.Split;
import dev.chmcorr.store.Storage;
import java.io.Serializable;
import java.util.Map;

/**
 * What lists say of images that lie elsewhere; each may be null.
 *
 * @param trainSplit value of the column split that the gallery's rows have
 * @param valSplit likewise for the queries
 * @param valLabels file that has the classes of queries which lie in a folder or in tars; none if
 *     they have no classes, wherever they lie
 * @param classList file that names classes which are numbers elsewhere
 */
public record ListOptions(String trainSplit, String valSplit, String valLabels, String classList)
    implements Serializable {
  /** Nothing but what is in the lists themselves. */
  public static final ListOptions NONE = new ListOptions(null, null, null, null);

  /** What {@code --val-labels} says of queries that have no classes, wherever they lie. */
  private static final String NO_LABELS = "none";

  private static final String TRAIN_SPLIT = "train_split";
  private static final String VAL_SPLIT = "val_split";
  private static final String VAL_LABELS = "val_labels";
  private static final String CLASS_LIST = "class_list";

  /** The same with paths in full. */
  ListOptions inFull(Storage store) {
    String labels = hasValLabels() ? path(store, valLabels) : valLabels;
    return new ListOptions(trainSplit, valSplit, labels, path(store, classList));
  }

  /** A file in full; null if it is. */
  static String path(Storage store, String file) {
    return file == null ? null : store.path(file).toString();
  }

  /** Puts what is said into the inputs of a record. */
  void record(Map<String, String> inputs) {
    TableColumns.put(inputs, TRAIN_SPLIT, trainSplit);
    TableColumns.put(inputs, VAL_SPLIT, valSplit);
    TableColumns.put(inputs, VAL_LABELS, valLabels);
    TableColumns.put(inputs, CLASS_LIST, classList);
  }

  ListOptions with(Map<String, String> inputs, InputOptions.Choice choice) {
    return new ListOptions(
        choice.of("--train-split", trainSplit, inputs.get(TRAIN_SPLIT)),
        choice.of("--val-split", valSplit, inputs.get(VAL_SPLIT)),
        choice.of("--val-labels", valLabels, inputs.get(VAL_LABELS)),
        choice.of("--class-list", classList, inputs.get(CLASS_LIST)));
  }

  /** Whether a file has the classes of the queries. */
  public boolean hasValLabels() {
    return valLabels != null && !valLabels.equals(NO_LABELS);
  }

  /** Whether what a set's folders and members are named says nothing of its classes. */
  public boolean areElsewhere(Split set) {
    return set == Split.QUERY && valLabels != null;
  }

  /** Which rows of a list are a set's; null for all. */
  public String rows(Split set) {
    return switch (set) {
      case GALLERY -> trainSplit;
      case QUERY -> valSplit;
    };
  }

  /** The option that says which rows are a set's. */
  public static String rowsOption(Split set) {
    return switch (set) {
      case GALLERY -> "--train-split";
      case QUERY -> "--val-split";
    };
  }
}
