package dev.chmcorr.job.rescore;

import static org.apache.spark.sql.functions.col;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.Printable;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.labels.ClassNumbers;
import dev.chmcorr.job.labels.RightClasses;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.rerank.RerankFolder;
import dev.chmcorr.job.run.CodeVersion;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.store.Storage;
import dev.chmcorr.table.PairCodec;
import dev.chmcorr.table.Setting;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * A finished run of {@code rerank}, whose pairs are scored again.
 *
 * @param folder its tables
 * @param record what it was made with
 */
record ScoredRun(RerankFolder folder, RunRecord record) {
  static final String COMMAND = "rescore";

  private static final String MADE_BY = "rerank";
  private static final int MAX_SHOWN = 100;
  private static final List<String> TABLES = List.of("queries", "rankings", "correspondences");

  /**
   * Opens a run.
   *
   * @throws UserException if the folder is none, or is not finished
   */
  static ScoredRun open(JobContext context, String text) throws IOException {
    Storage store = context.store();
    Path path = store.path(text);
    store.require("run", path);
    RunRecord record = RunRecord.read(store, path);
    if (record == null || !record.command().equals(MADE_BY)) {
      throw refused(
          path,
          record == null
              ? "it has no " + RunRecord.FILE
              : "it was made by " + Printable.of(String.valueOf(record.command()), MAX_SHOWN),
          "give the folder of a rerank run");
    }
    int format = RunRecord.of(MADE_BY, "", Map.of()).formatVersion();
    if (record.formatVersion() != format) {
      throw refused(
          path,
          "it was written in format %d, this is format %d"
              .formatted(record.formatVersion(), format),
          "run rerank anew with another --out");
    }
    for (String table : TABLES) {
      if (!record.summary().containsKey("queries")
          || !store.exists(new Path(new Path(path, table), "_SUCCESS"))) {
        throw refused(path, "its run has not finished", "give its rerank command again");
      }
    }
    PairCodec codec = ComparisonMethods.named(methodOf(record)).codec();
    RerankFolder folder = new RerankFolder(context, path, record, codec);
    folder.settleSpark();
    return new ScoredRun(folder, record);
  }

  private static UserException refused(Path path, String why, String remedy) {
    return new UserException("Cannot rescore %s: %s; %s".formatted(path, why, remedy));
  }

  private static String methodOf(RunRecord record) {
    return record.parameters().getOrDefault("method", "");
  }

  /** Name of the method that compared its pairs. */
  String method() {
    return methodOf(record);
  }

  Path path() {
    return folder.path();
  }

  /** The classes of its gallery, as far as a query has one among its neighbours. */
  ClassNumbers classes() {
    Map<Integer, String> names = new TreeMap<>();
    folder
        .rankings()
        .where(col("gallery_label").isNotNull())
        .select("gallery_label", "gallery_class")
        .distinct()
        .collectAsList()
        .forEach(row -> names.put(row.getInt(0), row.getString(1)));
    boolean all = "all".equals(record.inputs().get("classes"));
    return new ClassNumbers(
        names, all ? ClassNumbers.Extent.SOME_OF_ALL : ClassNumbers.Extent.NUMBERED_APART);
  }

  /** The setting that was scored last, as the record has it. */
  Setting lastSetting() {
    if (record.summary().get("settings") instanceof Map<?, ?> known && !known.isEmpty()) {
      Object last = List.copyOf(known.values()).get(known.size() - 1);
      if (last instanceof Map<?, ?> values
          && values.get("n") instanceof Integer n
          && values.get("k") instanceof Integer k
          && values.get("t") instanceof Number t
          && values.get("axes") instanceof String axes) {
        return new Setting(null, n, k, t.doubleValue(), axes(axes), null);
      }
    }
    throw refused(
        path(), "it does not say how it was scored last", "give its rerank command again");
  }

  private static Axes axes(String text) {
    return Arrays.stream(Axes.values())
        .filter(axes -> Texts.lowerCase(axes).equals(text))
        .findFirst()
        .orElse(Axes.PUBLISHED);
  }

  /**
   * What decides the numbers of accuracies made from it: what the run was made with, which tables
   * it has now, and what is right.
   *
   * @param truth null if what is right is what the run has
   */
  RunRecord identity(Storage store, RightClasses truth) throws IOException {
    Map<String, String> parameters = new LinkedHashMap<>(record.parameters());
    parameters.put("tables", tables(store));
    if (truth != null) {
      parameters.put("truth_sha256", truth.digest());
    }
    return RunRecord.of(COMMAND, CodeVersion.current(), parameters)
        .withInputs(Map.of("run", path().toString()));
  }

  /** Other where pairs, rankings or queries have been added; scoring leaves it as it is. */
  String tables(Storage store) throws IOException {
    StringBuilder files = new StringBuilder();
    int count = 0;
    for (String table : TABLES) {
      FileStatus[] found = store.list(new Path(path(), table));
      count += found.length;
      files.append(
          Arrays.stream(found)
              .map(file -> "%s %d\n".formatted(file.getPath().getName(), file.getLen()))
              .sorted()
              .collect(Collectors.joining()));
    }
    return "%d files, %s"
        .formatted(count, DigestUtils.sha256Hex(files.toString()).substring(0, 16));
  }
}
