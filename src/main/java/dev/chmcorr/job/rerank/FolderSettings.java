package dev.chmcorr.job.rerank;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.Setting;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a folder's record says of the settings that the folder has results of. */
final class FolderSettings {
  /** Where in the summary of a record they stand, by their names. */
  static final String KEY = "settings";

  /** Where the masks of a setting were read, in what is said of it. */
  static final String MASK_FILE = "mask_file";

  /** A record is kept small; all results are in their table. */
  private static final int MAX_SETTINGS = 1000;

  private final Map<String, Object> byName;

  private FolderSettings(Map<String, Object> byName) {
    this.byName = byName;
  }

  /** Those of a record, or none if there is no record. */
  static FolderSettings of(RunRecord run) {
    Map<String, Object> byName = new LinkedHashMap<>();
    if (run != null && run.summary().get(KEY) instanceof Map<?, ?> known) {
      known.forEach((name, summary) -> byName.put(String.valueOf(name), summary));
    }
    return new FolderSettings(byName);
  }

  /**
   * The summary of a record with which a folder goes on: its settings and where time went.
   *
   * @param run record of the folder, or null
   */
  static Map<String, Object> kept(RunRecord run) {
    return Map.of(KEY, of(run).byName, StageTimes.KEY, StageTimes.of(run));
  }

  /**
   * Says which results are of pairs that have been compared anew since.
   *
   * @param now the setting that is scored now
   * @param queries how many were compared anew
   */
  void warnOfStale(Console console, Setting now, int queries) {
    Map<String, Object> others = new LinkedHashMap<>(byName);
    others.remove(now.name());
    if (queries > 0 && !others.isEmpty()) {
      console.warn(
          "compared anew: %s; results of before are those of the settings %s: give their commands again",
          Texts.count(queries, "query"), String.join(", ", others.keySet()));
    }
  }

  /** All of them with what is said of one; the oldest go when they are too many. */
  Map<String, Object> with(Setting setting, Map<String, Object> summary) {
    byName.remove(setting.name());
    byName.put(setting.name(), summary);
    Iterator<String> oldest = byName.keySet().iterator();
    while (byName.size() > MAX_SETTINGS) {
      oldest.next();
      oldest.remove();
    }
    return byName;
  }
}
