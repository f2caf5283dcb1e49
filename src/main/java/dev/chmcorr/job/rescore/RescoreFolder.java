package dev.chmcorr.job.rescore;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.store.Storage;
import dev.chmcorr.table.AccuracyRow;
import dev.chmcorr.table.ResultRow;
import dev.chmcorr.table.Setting;
import dev.chmcorr.table.Table;
import dev.chmcorr.table.TableSwap;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The tables of a folder of {@code rescore}.
 *
 * @param context of the command
 * @param path of the folder, which the caller has locked and claimed
 * @param run its record
 */
record RescoreFolder(JobContext context, Path path, RunRecord run) {
  private static final String ACCURACIES = "accuracies";
  private static final String RESULTS = "results";

  /** What is known, by the names of the settings. */
  Map<String, AccuracyRow> accuracies() throws IOException {
    context.describe("look for known settings");
    Map<String, AccuracyRow> known = new HashMap<>();
    for (Row row : read(ACCURACIES).collectAsList()) {
      AccuracyRow accuracy = AccuracyRow.fromRow(row);
      known.put(accuracy.setting().name(), accuracy);
    }
    return known;
  }

  /** Names of the settings that have results per query. */
  Set<String> settingsWithResults() throws IOException {
    context.describe("look for known results");
    Set<String> names = new HashSet<>();
    read(RESULTS)
        .select("setting")
        .distinct()
        .collectAsList()
        .forEach(row -> names.add(row.getString(0)));
    return names;
  }

  /** Adds accuracies, in the place of those of the same settings. */
  void put(List<AccuracyRow> accuracies) throws IOException {
    Dataset<Row> rows =
        context
            .spark()
            .createDataFrame(
                accuracies.stream().map(AccuracyRow::toRow).toList(), AccuracyRow.SCHEMA);
    Dataset<Row> all =
        without(read(ACCURACIES), accuracies.stream().map(AccuracyRow::setting).toList())
            .union(rows);
    new TableSwap(store(), table(ACCURACIES))
        .replaceWith(
            all.coalesce(1).sortWithinPartitions("mask", "axes", "t", "parts", "n", "k"), run);
  }

  /** Adds results per query, in the place of those of the same settings. */
  void putResults(Dataset<Row> scored, List<Setting> settings) throws IOException {
    Dataset<Row> all = without(read(RESULTS), settings).union(scored);
    // As they come: of many settings they are too many to be sorted as a whole.
    new TableSwap(store(), table(RESULTS))
        .replaceWith(all.sortWithinPartitions("setting", "query_id"), run);
  }

  private static Dataset<Row> without(Dataset<Row> rows, List<Setting> settings) {
    Object[] names = settings.stream().map(Setting::name).toArray();
    return rows.where(not(col("setting").isin(names)));
  }

  private Dataset<Row> read(String table) throws IOException {
    new TableSwap(store(), table(table)).finish();
    return Table.readOrEmpty(
        context.spark(),
        store(),
        table(table),
        table.equals(RESULTS) ? ResultRow.SCHEMA : AccuracyRow.SCHEMA);
  }

  private Path table(String name) {
    return new Path(path, name);
  }

  private Storage store() {
    return context.store();
  }
}
