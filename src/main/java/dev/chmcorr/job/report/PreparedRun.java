package dev.chmcorr.job.report;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.job.labels.ClassNames;
import dev.chmcorr.job.method.ComparisonMethod;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.method.ScoringOption;
import dev.chmcorr.report.PerFile;
import dev.chmcorr.report.RunList;
import dev.chmcorr.table.Setting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * A run with what has to be known of it before its files are written.
 *
 * @param key of it in the site
 * @param run its tables
 * @param classes of it
 * @param places queries that have pages
 * @param hubs gallery images that vote most
 */
record PreparedRun(String key, ShownRun run, Classes classes, Places places, List<Hubs.Hub> hubs) {

  static PreparedRun of(String key, ShownRun run, Places places) throws IOException {
    return new PreparedRun(key, run, Classes.of(run, places.classes()), places, Hubs.of(run));
  }

  /**
   * As the list of runs has it.
   *
   * @param names of classes
   * @param all the runs of the site, of which some may be settings of one folder
   */
  RunList.Run listed(List<PreparedRun> all, ClassNames names, PerFile perFile) {
    Setting setting = run.setting();
    ComparisonMethod method = ComparisonMethods.named(run.method());
    Path folder = run.folder().path();
    long namesakes = all.stream().filter(other -> other.name().equals(name())).count();
    return new RunList.Run(
        key,
        namesakes > 1 ? name() + " " + setting.name() : name(),
        folder.toString(),
        new RunList.Scored(
            setting.name(),
            setting.n(),
            setting.k(),
            setting.t(),
            Texts.lowerCase(setting.axes()),
            setting.mask() != null,
            method.title(),
            fixed(method)),
        names.of(classes.names()),
        places.size(),
        perFile);
  }

  private static List<String> fixed(ComparisonMethod method) {
    List<String> fixed = new ArrayList<>();
    if (method.ignored().contains(ScoringOption.THRESHOLD)) {
      fixed.add("t");
    }
    if (method.ignored().contains(ScoringOption.AXES)) {
      fixed.add("axes");
    }
    return fixed;
  }

  private String name() {
    return run.folder().path().getName();
  }
}
