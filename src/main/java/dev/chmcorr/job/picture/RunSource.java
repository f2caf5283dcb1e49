package dev.chmcorr.job.picture;

import static org.apache.spark.sql.functions.col;

import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.ResultRow;
import dev.chmcorr.table.Setting;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/**
 * A folder of {@code rerank} and one of its settings.
 *
 * @param folder of the run
 * @param record what it was made with
 * @param setting which of its settings
 */
record RunSource(Path folder, RunRecord record, Setting setting) {
  private static final String COMMAND = "rerank";
  private static final int FORMAT = 2;

  /**
   * Finds a run.
   *
   * @param text DIR, for the setting that was scored last, or DIR@SETTING
   */
  static RunSource of(JobContext context, String text) throws IOException {
    Path folder = context.store().path(text);
    String wanted = null;
    int at = text.lastIndexOf('@');
    if (at > 0 && !context.store().exists(folder)) {
      folder = context.store().path(text.substring(0, at));
      wanted = text.substring(at + 1);
    }
    context.store().require("run", folder);
    RunRecord record = RunRecord.read(context.store(), folder);
    if (record == null || !record.command().equals(COMMAND)) {
      throw new UserException(
          "Cannot draw %s: it is no folder that rerank has made%s"
              .formatted(folder, record == null ? "" : " but one of " + record.command()));
    }
    if (record.formatVersion() != FORMAT) {
      throw new UserException(
          "Cannot draw %s: it has format %d (must be %d); rerank it into a new --out"
              .formatted(folder, record.formatVersion(), FORMAT));
    }
    return of(context, folder, record, wanted);
  }

  private static RunSource of(JobContext context, Path folder, RunRecord record, String wanted)
      throws IOException {
    Map<?, ?> settings =
        record.summary().get("settings") instanceof Map<?, ?> known ? known : Map.of();
    List<String> names = new ArrayList<>();
    settings.keySet().forEach(name -> names.add(String.valueOf(name)));
    if (names.isEmpty() || !context.store().exists(results(folder))) {
      throw new UserException(
          "Cannot draw %s: it has no results yet; finish it by rerank --out %s"
              .formatted(folder, folder));
    }
    String name = wanted == null ? names.get(names.size() - 1) : wanted;
    return new RunSource(folder, record, setting(context, folder, name, names));
  }

  private static Setting setting(JobContext context, Path folder, String name, List<String> known) {
    context.describe("look for results of setting " + name);
    List<Row> rows =
        Table.read(context.spark(), results(folder), ResultRow.SCHEMA)
            .where(col("setting").equalTo(name))
            .limit(1)
            .collectAsList();
    if (rows.isEmpty()) {
      throw new UserException(
          "Cannot find setting %s in %s: it has %s"
              .formatted(name, folder, String.join(", ", known)));
    }
    return Setting.fromRow(rows.get(0));
  }

  static Path results(Path folder) {
    return new Path(folder, "results");
  }

  Path table(String name) {
    return new Path(folder, name);
  }

  TransformSet transform() {
    return TransformSet.valueOf(record.parameters().get("transform").toUpperCase(Locale.ROOT));
  }

  String method() {
    return record.parameters().get("method");
  }
}
