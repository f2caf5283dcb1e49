package dev.chmcorr.job.study;

import dev.chmcorr.job.lists.LabelOptions;

/**
 * Right answers of a data set's queries by a file of their own, by which its runs are judged too.
 *
 * @param name behind that of the data set
 * @param file as {@code --truth} of {@code rescore}
 * @param classes as {@code --truth-classes}; null if none
 */
public record StudyTruth(String name, String file, String classes) {
  public LabelOptions labels() {
    return new LabelOptions(file, classes, null);
  }
}
