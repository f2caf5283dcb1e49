package dev.chmcorr.job.rerank;

import dev.chmcorr.job.run.StageTable;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.store.Storage;
import dev.chmcorr.table.Setting;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * Where the time of a folder's tables went, in the summary of its record: each stage as it was when
 * it last had something to do, those of the ranking first.
 */
public final class StageTimes {
  /** Where they stand. */
  static final String KEY = "stages";

  /** The stage of each setting's own; of settings but the last only its seconds are kept. */
  private static final String SCORE = "score";

  private static final String SECONDS = "score_seconds";
  private static final String WALL = "wall_seconds";

  private StageTimes() {}

  /** What is known of a record, or nothing if there is no record. */
  static Map<String, Object> of(RunRecord run) {
    Map<String, Object> stages = new LinkedHashMap<>();
    if (run != null && run.summary().get(KEY) instanceof Map<?, ?> known) {
      known.forEach((stage, measured) -> stages.put(String.valueOf(stage), measured));
    }
    return stages;
  }

  /**
   * The stages that led to a setting's results: of voting, its own.
   *
   * @param run record of the folder
   */
  public static Map<String, Object> of(RunRecord run, Setting setting) {
    Map<String, Object> stages = of(run);
    Map<?, ?> settings =
        run.summary().get(FolderSettings.KEY) instanceof Map<?, ?> m ? m : Map.of();
    boolean isLast =
        settings.keySet().stream().reduce((a, b) -> b).filter(setting.name()::equals).isPresent();
    if (!isLast) {
      stages.remove(SCORE);
      if (settings.get(setting.name()) instanceof Map<?, ?> said && said.get(SECONDS) != null) {
        stages.put(SCORE, Map.of(WALL, said.get(SECONDS)));
      }
    }
    return stages;
  }

  /** Of a setting, what is kept when another one is scored. */
  static void put(Map<String, Object> summary, StageTable now) {
    if (now.summary().get(SCORE) instanceof Map<?, ?> score) {
      summary.put(SECONDS, score.get(WALL));
    }
  }

  /** All with those of now. */
  static Map<String, Object> with(Map<String, Object> earlier, StageTable now) {
    Map<String, Object> stages = new LinkedHashMap<>(earlier);
    stages.putAll(now.summary());
    return stages;
  }

  /** What is known of the ranking that a folder is made from; published ones have no record. */
  static Map<String, Object> ofRanking(Storage store, RunRecord run) throws IOException {
    Path knn = store.path(run.inputs().get("knn"));
    return store.require("rankings", knn).isDirectory()
        ? of(RunRecord.read(store, knn))
        : new LinkedHashMap<>();
  }
}
