package dev.chmcorr.job.lists;

import dev.chmcorr.store.Storage;
import java.io.Serializable;
import java.util.Map;

/**
 * Files that say otherwise than the sets do what images show; each may be null.
 *
 * @param truth has the right answers of the queries, of which an image may have several or none
 * @param truthClasses names the classes that are numbers there
 * @param relabel has classes of images that replace those of their folders
 */
public record LabelOptions(String truth, String truthClasses, String relabel)
    implements Serializable {
  /** What the sets say. */
  public static final LabelOptions NONE = new LabelOptions(null, null, null);

  private static final String TRUTH = "truth";
  private static final String TRUTH_CLASSES = "truth_classes";
  private static final String RELABEL = "relabel";

  /** The same with paths in full. */
  LabelOptions inFull(Storage store) {
    return new LabelOptions(
        ListOptions.path(store, truth),
        ListOptions.path(store, truthClasses),
        ListOptions.path(store, relabel));
  }

  /** Puts what is said into the inputs of a record. */
  void record(Map<String, String> inputs) {
    TableColumns.put(inputs, TRUTH, truth);
    TableColumns.put(inputs, TRUTH_CLASSES, truthClasses);
    TableColumns.put(inputs, RELABEL, relabel);
  }

  LabelOptions with(Map<String, String> inputs, InputOptions.Choice choice) {
    return new LabelOptions(
        choice.of("--truth", truth, inputs.get(TRUTH)),
        choice.of("--truth-classes", truthClasses, inputs.get(TRUTH_CLASSES)),
        choice.of("--relabel", relabel, inputs.get(RELABEL)));
  }
}
