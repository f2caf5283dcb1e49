package dev.chmcorr.job.sweep;

import dev.chmcorr.job.run.CodeVersion;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Which stages of a study are done that would not see by themselves, at once, that they are: of
 * what each was made, and what came of it. Kept in the record of the study's folder, which the
 * caller has locked.
 */
final class DoneStages {
  private static final String KEY = "stages";

  private final Storage store;
  private final Path folder;
  private final RunRecord record;
  private final Map<String, Object> stages = new TreeMap<>();

  private DoneStages(Storage store, Path folder, RunRecord record) {
    this.store = store;
    this.folder = folder;
    this.record = record;
  }

  /** Takes the folder, which may hold an earlier sweep. */
  static DoneStages of(JobContext context, Path folder, Map<String, String> inputs)
      throws IOException {
    RunRecord earlier = RunRecord.read(context.store(), folder);
    RunRecord now =
        RunRecord.of("sweep", CodeVersion.current(), Map.of())
            .withInputs(inputs)
            .withSummary(earlier == null ? Map.of() : earlier.summary());
    now.claim(context.store(), folder);
    DoneStages done = new DoneStages(context.store(), folder, now);
    if (now.summary().get(KEY) instanceof Map<?, ?> known) {
      known.forEach((stage, state) -> done.stages.put(String.valueOf(stage), state));
    }
    return done;
  }

  RunRecord record() {
    return record;
  }

  /** Whether a stage was done in this state. */
  synchronized boolean isDone(String stage, String state) {
    return state.equals(stages.get(stage));
  }

  /** Notes that a stage is done. */
  synchronized void done(String stage, String state) throws IOException {
    stages.put(stage, state);
    record.withSummary(Map.of(KEY, stages)).write(store, folder);
  }

  /**
   * A state: other words, or files of other content, are another.
   *
   * @param words what was asked for
   * @param files with their content; small ones
   */
  static String state(Storage store, String words, Path... files) throws IOException {
    StringBuilder state = new StringBuilder(words);
    for (Path file : files) {
      state.append('\n').append(file).append(' ');
      state.append(store.exists(file) ? DigestUtils.sha256Hex(store.read(file)) : "none");
    }
    return DigestUtils.sha256Hex(state.toString());
  }

  /** A file as its length and time tell it from others. */
  static String version(Storage store, Path file) throws IOException {
    FileStatus status = store.require("masks", file);
    return file + " " + Storage.version(status);
  }
}
