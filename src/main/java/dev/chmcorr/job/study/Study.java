package dev.chmcorr.job.study;

import java.util.List;
import java.util.Map;

/**
 * What a study's file says.
 *
 * @param file its name
 * @param networks by their names
 * @param data sets of images, in their order
 * @param methods of comparing pairs, in their order
 * @param neighbours kept per query
 * @param settings pairs are scored in
 * @param results whether each setting's predictions are kept
 * @param pages in the report
 */
public record Study(
    String file,
    Map<String, StudyNetwork> networks,
    List<StudyData> data,
    List<StudyMethod> methods,
    int neighbours,
    StudySettings settings,
    Results results,
    Pages pages) {

  /** Of which settings there are results per query. */
  public enum Results {
    /** One, and one with masks. */
    FIRST,
    /** All of the grid. */
    ALL
  }

  /**
   * How many queries of a run have pages in the report.
   *
   * @param sample drawn by chance; {@link #ALL} and {@link #NONE} are no numbers
   */
  public record Pages(int sample) {
    static final Pages ALL = new Pages(Integer.MAX_VALUE);

    /** No report. */
    static final Pages NONE = new Pages(0);

    public boolean areNone() {
      return sample == 0;
    }

    public boolean areAll() {
      return sample == Integer.MAX_VALUE;
    }
  }
}
