package dev.chmcorr.job.report;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import dev.chmcorr.report.GalleryName;
import dev.chmcorr.report.Overview;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What came out over all queries of a run. */
final class OverviewJob {
  private static final int MAX_CHANGES = 300;

  private final ShownRun run;
  private final Classes classes;

  private OverviewJob(PreparedRun prepared) {
    this.run = prepared.run();
    this.classes = prepared.classes();
  }

  /**
   * Counts.
   *
   * @param pictures that can be shown of hubs
   */
  static Overview run(PreparedRun prepared, PictureNames pictures) {
    return new OverviewJob(prepared).overview(prepared, pictures);
  }

  private Overview overview(PreparedRun prepared, PictureNames pictures) {
    Dataset<Row> known = run.results().where(col("correct").isNotNull());
    Tally tally = Tally.of(run.setting().k(), run.setting().n(), classes.neighbours());
    int[] tallied = TallyJob.run(run, tally, classes);
    List<Overview.ClassCounts> byClass = byClass(known);
    Dataset<Row> changed = groupsOfChanges(known);
    return new Overview(
        prepared.places().all(),
        byClass.stream().mapToLong(Overview.ClassCounts::queries).sum(),
        byClass.stream().mapToLong(Overview.ClassCounts::knnCorrect).sum(),
        byClass.stream().mapToLong(Overview.ClassCounts::chmCorrect).sum(),
        byK(tally, tallied),
        byN(tally, tallied),
        totals(changed),
        changes(changed),
        byClass,
        prepared.hubs().stream().map(hub -> hub(hub, pictures)).toList(),
        stages(),
        errors(),
        record());
  }

  private static List<Overview.AtK> byK(Tally tally, int[] counts) {
    int size = tally.ks().size();
    return IntStream.range(0, size)
        .mapToObj(
            i -> {
              int k = tally.ks().get(i);
              return new Overview.AtK(k, counts[i], k > tally.n() ? null : counts[size + i]);
            })
        .toList();
  }

  private static List<Overview.AtN> byN(Tally tally, int[] counts) {
    int from = 2 * tally.ks().size();
    return IntStream.range(0, tally.ns().size())
        .mapToObj(i -> new Overview.AtN(tally.ns().get(i), counts[from + i]))
        .toList();
  }

  /** A row for each class and pair of predictions that differ. */
  private static Dataset<Row> groupsOfChanges(Dataset<Row> known) {
    return known
        .where(col("knn_prediction").notEqual(col("prediction")))
        .groupBy("class", "knn_prediction", "prediction")
        .agg(
            count(lit(1)).as("count"),
            count_if(col("correct")).as("mends"),
            count_if(col("knn_correct")).as("spoils"));
  }

  private static Overview.Changed totals(Dataset<Row> changed) {
    Row sums = changed.agg(count(lit(1)), total("count"), total("mends"), total("spoils")).first();
    long mends = sums.getLong(2);
    long spoils = sums.getLong(3);
    return new Overview.Changed(sums.getLong(0), mends, spoils, sums.getLong(1) - mends - spoils);
  }

  private static Column total(String column) {
    return coalesce(sum(column), lit(0L));
  }

  private List<Overview.Change> changes(Dataset<Row> changed) {
    return changed
        .sort(col("count").desc(), col("class"), col("knn_prediction"), col("prediction"))
        .limit(MAX_CHANGES)
        .collectAsList()
        .stream()
        .map(
            row ->
                new Overview.Change(
                    classes.number(row.getString(0)),
                    classes.number(row.getString(1)),
                    classes.number(row.getString(2)),
                    row.getLong(3)))
        .toList();
  }

  private List<Overview.ClassCounts> byClass(Dataset<Row> known) {
    return known
        .groupBy("class")
        .agg(count(lit(1)), count_if(col("knn_correct")), count_if(col("correct")))
        .collectAsList()
        .stream()
        .map(
            row ->
                new Overview.ClassCounts(
                    classes.number(row.getString(0)),
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3)))
        .sorted(Comparator.comparingInt(Overview.ClassCounts::className))
        .toList();
  }

  private Overview.Hub hub(Hubs.Hub hub, PictureNames pictures) {
    return new Overview.Hub(
        hub.id(),
        GalleryName.of(run.galleryRoot(), hub.path(), hub.className()),
        classes.number(hub.className()),
        pictures.gallery(hub.path()),
        hub.votes(),
        hub.wrong());
  }

  private List<Overview.Failures> errors() {
    return run
        .folder()
        .errors()
        .groupBy("reason")
        .agg(count(lit(1)).as("images"), min(struct("path", "message")).as("one"))
        .select("reason", "images", "one.path", "one.message")
        .sort(col("images").desc(), col("reason"))
        .collectAsList()
        .stream()
        .map(
            row ->
                new Overview.Failures(
                    row.getString(0), row.getLong(1), row.getString(2), row.getString(3)))
        .toList();
  }

  private List<Overview.Stage> stages() {
    List<Overview.Stage> lines = new ArrayList<>();
    run.stages()
        .forEach(
            (stage, measured) -> {
              if (measured instanceof Map<?, ?> values) {
                values.forEach(
                    (what, value) -> lines.add(new Overview.Stage(stage + ": " + what, value)));
              }
            });
    return lines;
  }

  private List<Overview.Line> record() {
    List<Overview.Line> lines = new ArrayList<>();
    lines.add(new Overview.Line("run", "folder", run.folder().path().toString()));
    lines.add(new Overview.Line("run", "command", run.record().command()));
    lines.add(new Overview.Line("run", "version", run.record().codeVersion()));
    add(lines, "setting", run.setting().summary());
    add(lines, "parameters", run.record().parameters());
    add(lines, "inputs", run.record().inputs());
    run.summary("limits").ifPresent(limits -> add(lines, "limits", limits));
    return lines;
  }

  private static void add(List<Overview.Line> lines, String section, Map<?, ?> values) {
    values.forEach(
        (key, value) ->
            lines.add(new Overview.Line(section, String.valueOf(key), String.valueOf(value))));
  }
}
