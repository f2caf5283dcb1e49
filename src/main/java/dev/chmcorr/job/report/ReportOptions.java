package dev.chmcorr.job.report;

import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.report.PerFile;
import java.util.List;

/**
 * Everything that {@code report} needs.
 *
 * @param runs folders of rerank, each with {@code @SETTING} behind it or not
 * @param out folder of the site
 * @param selection which queries get a page
 * @param pictures whether images are shown
 * @param classNames file of what classes are called; null if their folders' names are shown
 * @param limits larger images are not shown
 * @param perFile how many queries a file holds
 */
public record ReportOptions(
    List<String> runs,
    String out,
    Selection selection,
    Pictures pictures,
    String classNames,
    Limits limits,
    PerFile perFile) {

  /** Small copies of the images, or none. */
  public enum Pictures {
    MADE,
    NONE
  }

  public ReportOptions {
    if (runs.isEmpty()) {
      throw new UserException("Missing RUN: give the folder of a rerank run");
    }
  }

  /** With the classes' own names. */
  public ReportOptions(
      List<String> runs,
      String out,
      Selection selection,
      Pictures pictures,
      Limits limits,
      PerFile perFile) {
    this(runs, out, selection, pictures, null, limits, perFile);
  }

  /** All queries with pictures, within the default limits. */
  public ReportOptions(List<String> runs, String out) {
    this(runs, out, Selection.ALL, Pictures.MADE, Limits.DEFAULT, PerFile.DEFAULT);
  }
}
