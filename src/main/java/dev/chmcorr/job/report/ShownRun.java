package dev.chmcorr.job.report;

import dev.chmcorr.domain.Printable;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.rerank.RerankFolder;
import dev.chmcorr.job.rerank.StageTimes;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.runfolder.FolderSetting;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.store.Storage;
import dev.chmcorr.table.PairCodec;
import dev.chmcorr.table.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * A finished run of {@code rerank} in one of its settings.
 *
 * @param folder its tables
 * @param record what it was made with
 * @param setting how they were scored
 */
record ShownRun(RerankFolder folder, RunRecord record, Setting setting) {
  private static final String COMMAND = "rerank";
  private static final String SETTINGS = "settings";
  private static final List<String> TABLES =
      List.of("queries", "rankings", "correspondences", "results", "errors");
  private static final int MAX_SHOWN = 100;

  /**
   * Opens a run; says which setting is meant if none is named.
   *
   * @param argument a folder, with {@code @SETTING} behind it or not
   * @throws UserException if it is no finished run, or has no such setting
   */
  static ShownRun open(JobContext context, String argument) throws IOException {
    FolderSetting named = FolderSetting.find(context.store(), "run", argument);
    Path path = named.folder();
    RunRecord record = demandFinished(context.store(), path);
    PairCodec codec = ComparisonMethods.named(methodOf(record)).codec();
    RerankFolder folder = new RerankFolder(context, path, record, codec);
    folder.settleSpark();
    String name = named.setting() == null ? lastOf(path, record) : named.setting();
    ShownRun run = new ShownRun(folder, record, setting(folder, name));
    if (named.setting() == null) {
      context
          .console()
          .stage("report: %s in the setting scored last, %s", path, run.setting().name());
    }
    return run;
  }

  private static RunRecord demandFinished(Storage store, Path folder) throws IOException {
    RunRecord record = RunRecord.read(store, folder);
    if (record == null) {
      throw refused(folder, "it has no " + RunRecord.FILE, "give the folder of a rerank run");
    }
    if (!record.command().equals(COMMAND)) {
      throw refused(
          folder,
          "it was made by " + Printable.of(record.command(), MAX_SHOWN),
          "give the folder of a rerank run");
    }
    int format = RunRecord.of(COMMAND, "", Map.of()).formatVersion();
    if (record.formatVersion() != format) {
      throw refused(
          folder,
          "it was written in format %d, this is format %d"
              .formatted(record.formatVersion(), format),
          "run rerank anew with another --out");
    }
    for (String table : TABLES) {
      if (!record.summary().containsKey("queries")
          || !store.exists(new Path(new Path(folder, table), "_SUCCESS"))) {
        throw refused(
            folder, "its run has not finished", "give its rerank command again until it has");
      }
    }
    return record;
  }

  private static UserException refused(Path folder, String why, String remedy) {
    return new UserException("Cannot report %s: %s; %s".formatted(folder, why, remedy));
  }

  private static String lastOf(Path folder, RunRecord record) {
    if (record.summary().get(SETTINGS) instanceof Map<?, ?> known && !known.isEmpty()) {
      return String.valueOf(List.copyOf(known.keySet()).get(known.size() - 1));
    }
    throw refused(folder, "it has no results", "give its rerank command again");
  }

  private static Setting setting(RerankFolder folder, String name) throws IOException {
    Dataset<Row> results = folder.results();
    List<Row> rows = results.where(results.col("setting").equalTo(name)).limit(1).collectAsList();
    if (rows.isEmpty()) {
      List<String> known =
          results.select("setting").distinct().as(Encoders.STRING()).collectAsList();
      throw new UserException(
          "Cannot find setting %s in %s: it has %s"
              .formatted(
                  Printable.of(name, MAX_SHOWN),
                  folder.path(),
                  String.join(", ", known.stream().sorted().toList())));
    }
    return Setting.fromRow(rows.get(0));
  }

  private static String methodOf(RunRecord record) {
    return record.parameters().getOrDefault("method", "");
  }

  /** Name of the method that compared its pairs. */
  String method() {
    return methodOf(record);
  }

  /** How its pairs are kept. */
  PairCodec codec() {
    return ComparisonMethods.named(method()).codec();
  }

  /** Rows of {@link dev.chmcorr.table.ResultRow#SCHEMA}. */
  Dataset<Row> results() {
    return folder.results(setting);
  }

  /** Which transforms its images went through. */
  TransformSet transform() {
    String known = record.parameters().get("transform");
    return Arrays.stream(TransformSet.values())
        .filter(transform -> Texts.lowerCase(transform).equals(known))
        .findFirst()
        .orElse(TransformSet.SINGLE);
  }

  /** Where its gallery lay, below which gallery images have their names; null if unknown. */
  String galleryRoot() {
    return record.inputs().get("train");
  }

  /** Another one if anything in the folder has changed, or the setting is another. */
  String fingerprint(Storage store) throws IOException {
    MessageDigest sha = DigestUtils.getSha256Digest();
    sha.update(store.read(new Path(folder.path(), RunRecord.FILE)));
    sha.update(setting.toString().getBytes(StandardCharsets.UTF_8));
    for (String table : TABLES) {
      FileStatus[] files = store.list(new Path(folder.path(), table));
      Arrays.stream(files)
          .map(file -> "%s %d\n".formatted(file.getPath().getName(), file.getLen()))
          .sorted()
          .forEach(line -> sha.update(line.getBytes(StandardCharsets.UTF_8)));
    }
    return HexFormat.of().formatHex(sha.digest()).substring(0, 16);
  }

  /** Seconds and counts by stage, of those that led to this setting. */
  Map<?, ?> stages() {
    return StageTimes.of(record, setting);
  }

  /** A part of what the record says. */
  Optional<Map<?, ?>> summary(String key) {
    return record.summary().get(key) instanceof Map<?, ?> found
        ? Optional.of(found)
        : Optional.empty();
  }
}
