package dev.chmcorr.job.report;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.labels.ClassNames;
import dev.chmcorr.job.run.CodeVersion;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.report.SiteFiles;
import dev.chmcorr.runfolder.RunLock;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * The folder of a site: what it was made with, and when it is whole. While it is made it has no
 * {@link SiteFiles#INDEX}.
 */
final class SiteFolder {
  private static final String COMMAND = "report";
  private static final String DATA = "data";
  private static final String FILES = "files";

  private final Storage store;
  private final Path folder;
  private final RunRecord record;

  private SiteFolder(Storage store, Path folder, RunRecord record) {
    this.store = store;
    this.folder = folder;
    this.record = record;
  }

  /**
   * The folder that a command names, which need not be there yet.
   *
   * @param names of classes
   * @throws UserException if it holds anything but a site, or lies where a run or images are
   */
  static SiteFolder of(
      JobContext context, ReportOptions options, ClassNames names, List<ShownRun> runs)
      throws IOException {
    Storage store = context.store();
    Path folder = store.path(options.out());
    RunRecord.refuseForeign(store, folder);
    RunRecord earlier = RunRecord.read(store, folder);
    if (earlier != null && !earlier.command().equals(COMMAND)) {
      throw new UserException(
          "Cannot write to %s: it is the folder of a run; choose another --out".formatted(folder));
    }
    refuseInside(store, folder, runs);
    return new SiteFolder(store, folder, record(store, options, names, runs));
  }

  private static void refuseInside(Storage store, Path folder, List<ShownRun> runs)
      throws IOException {
    for (Path above = folder.getParent(); above != null; above = above.getParent()) {
      if (isOfRun(store, above)) {
        throw inside(folder, above, "the folder of a run");
      }
      for (ShownRun run : runs) {
        for (String images : List.of("train", "val")) {
          if (above.toString().equals(run.record().inputs().get(images))) {
            throw inside(folder, above, "a folder of images");
          }
        }
      }
    }
  }

  private static boolean isOfRun(Storage store, Path folder) {
    try {
      return store.exists(new Path(folder, RunRecord.FILE));
    } catch (IOException e) {
      // Whoever may not look into it has no run there.
      return false;
    }
  }

  private static UserException inside(Path folder, Path above, String what) {
    return new UserException(
        "Cannot write to %s: %s is %s; choose another --out".formatted(folder, above, what));
  }

  private static RunRecord record(
      Storage store, ReportOptions options, ClassNames names, List<ShownRun> runs)
      throws IOException {
    Map<String, String> parameters = new LinkedHashMap<>();
    Map<String, String> inputs = new LinkedHashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      ShownRun run = runs.get(i);
      String name = run.folder().path() + "@" + run.setting().name();
      parameters.put("run_" + i, name + ": " + run.fingerprint(store));
      inputs.put("run_" + i, name);
    }
    parameters.put("selection", options.selection().words());
    parameters.put("pictures", Texts.lowerCase(options.pictures()));
    parameters.put("per_file", options.perFile().queries() + ", " + options.perFile().details());
    if (names.digest() != null) {
      parameters.put("class_names_sha256", names.digest());
    }
    parameters.put("pages", SiteFiles.digest());
    return RunRecord.of(COMMAND, CodeVersion.current(), parameters).withInputs(inputs);
  }

  Path path() {
    return folder;
  }

  /** The page to open. */
  Path index() {
    return new Path(folder, SiteFiles.INDEX);
  }

  /** What the folder holds, if that is the whole site of the same runs, and lacks no picture. */
  Optional<SiteCounts> finished() throws IOException {
    RunRecord earlier = RunRecord.read(store, folder);
    if (earlier == null
        || earlier.formatVersion() != record.formatVersion()
        || !earlier.codeVersion().equals(record.codeVersion())
        || !earlier.parameters().equals(record.parameters())
        || !store.exists(index())) {
      return Optional.empty();
    }
    return SiteCounts.of(earlier.summary()).filter(counts -> counts.missing() == 0);
  }

  /** Begins to make it anew, but for its pictures; the caller has locked it. */
  void begin() throws IOException {
    RunRecord earlier = RunRecord.read(store, folder);
    RunLock.demandHeld(folder);
    store.delete(index());
    store.delete(new Path(folder, DATA));
    if (earlier != null && earlier.summary().get(FILES) instanceof List<?> files) {
      for (Object name : files) {
        deletePage(String.valueOf(name));
      }
    }
    record.withSummary(Map.of(FILES, SiteFiles.names())).write(store, folder);
  }

  /** A record may come from anybody: nothing outside the folder is deleted. */
  private void deletePage(String name) throws IOException {
    if (name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")) {
      store.delete(new Path(folder, name));
    }
  }

  /**
   * Writes the pages, the one to open last.
   *
   * @return their bytes
   */
  long writePages() throws IOException {
    long bytes = 0;
    for (String name : SiteFiles.names()) {
      RunLock.demandHeld(folder);
      byte[] content = SiteFiles.read(name);
      store.writeWhole(new Path(folder, name), out -> out.write(content));
      bytes += content.length;
    }
    return bytes;
  }

  /** Ends it. */
  void end(SiteCounts counts, Map<String, Object> more) throws IOException {
    Map<String, Object> summary = new LinkedHashMap<>(counts.summary());
    summary.put(FILES, SiteFiles.names());
    summary.putAll(more);
    record.withSummary(summary).write(store, folder);
  }
}
