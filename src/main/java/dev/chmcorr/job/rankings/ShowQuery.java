package dev.chmcorr.job.rankings;

import static org.apache.spark.sql.functions.col;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.labels.ClassNames;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.runfolder.FolderSetting;
import dev.chmcorr.table.RankingRow;
import dev.chmcorr.table.ResultRow;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Prints what is known of one query: its ranking and, of a folder of rerank, its results. */
final class ShowQuery {
  private static final String RESULTS = "results";

  private final JobContext context;
  private final ShowOptions options;
  private final Path source;

  /** Whose results are shown; null for all. */
  private final String setting;

  private final ClassNames names;

  ShowQuery(JobContext context, ShowOptions options) throws IOException {
    FolderSetting named = FolderSetting.find(context.store(), "rankings", options.source());
    if (named.setting() != null && options.setting() != null) {
      throw new UserException(
          "Cannot show setting %s: %s names one itself; leave out --setting or the @"
              .formatted(options.setting(), options.source()));
    }
    this.context = context;
    this.options = options;
    this.source = named.folder();
    this.names = ClassNames.read(context.store(), options.classNames());
    this.setting = named.setting() == null ? options.setting() : named.setting();
  }

  void run() throws IOException {
    boolean isFolder = context.store().require("rankings", source).isDirectory();
    demandImages(isFolder);
    show(isFolder ? RankingSource.finished(context, source) : pickle());
    Path results = new Path(source, RESULTS);
    if (isFolder && context.store().exists(results)) {
      showResults(Table.read(context.spark(), results, ResultRow.SCHEMA));
    } else if (setting != null) {
      throw new UserException(
          "Cannot show setting %s: %s has no results; give a folder of rerank"
              .formatted(setting, source));
    }
  }

  private void demandImages(boolean isFolder) {
    if (isFolder && options.data() != null) {
      throw new UserException(
          "Cannot use --train and --val: %s says itself what its images are; leave them out"
              .formatted(source));
    }
    if (!isFolder && options.data() == null) {
      throw new UserException(
          "Missing --train and --val: %s has ids only; give the images that it ranks"
              .formatted(source));
    }
  }

  private Dataset<Row> pickle() throws IOException {
    DataSet data = DataSet.list(context, options.data());
    return new RankingSource(context, data, options.data()).read(options.source());
  }

  private void show(Dataset<Row> rankings) {
    List<RankingRow> neighbours =
        rankings
            .where(col("query_id").equalTo(options.query()))
            .sort("rank")
            .limit(options.limit())
            .collectAsList()
            .stream()
            .map(RankingRow::fromRow)
            .toList();
    if (neighbours.isEmpty()) {
      throw new UserException(
          "Cannot show query %d: %s has no such id".formatted(options.query(), source));
    }
    RankingRow first = neighbours.get(0);
    Console console = context.console();
    console.result(
        "Query %d, class %s: %s",
        options.query(),
        first.queryClass() == null ? "unknown" : names.apply(first.queryClass()),
        first.queryPath());
    for (RankingRow n : neighbours) {
      console.result(
          "%4d  %s  %s%-20s %s",
          n.rank(),
          n.similarity() == null ? "     -  " : String.format("%.6f", n.similarity()),
          mark(n.galleryClass(), n.queryClass()),
          names.apply(n.galleryClass()),
          n.galleryPath());
    }
  }

  private static String mark(String className, String queryClass) {
    return className.equals(queryClass) ? "* " : "  ";
  }

  private void showResults(Dataset<Row> results) {
    List<Row> settings =
        results.where(col("query_id").equalTo(options.query())).sort("setting").collectAsList();
    if (settings.isEmpty()) {
      context.console().result("No results: the query was not chosen, or could not be compared");
    }
    List<Row> shown =
        settings.stream()
            .filter(row -> setting == null || setting.equals(row.getAs("setting")))
            .toList();
    if (shown.isEmpty() && setting != null) {
      List<String> names = settings.stream().map(row -> row.<String>getAs("setting")).toList();
      throw new UserException(
          "Cannot show query %d in setting %s: %s has %s"
              .formatted(
                  options.query(),
                  setting,
                  source,
                  names.isEmpty() ? "none of it" : String.join(", ", names)));
    }
    shown.forEach(this::showResult);
  }

  private void showResult(Row row) {
    Console console = context.console();
    String queryClass = row.getAs("class");
    console.result(
        "Setting %s: %s with %d of %d votes%s; kNN: %s with %d%s",
        row.<String>getAs("setting"),
        names.apply(row.getAs("prediction")),
        row.<Integer>getAs("votes"),
        row.<Integer>getAs("k"),
        judged(row.getAs("correct")),
        names.apply(row.getAs("knn_prediction")),
        row.<Integer>getAs("knn_votes"),
        judged(row.getAs("knn_correct")));
    List<Row> neighbours = row.getList(row.fieldIndex("neighbours"));
    for (Row n : neighbours.subList(0, Math.min(options.limit(), neighbours.size()))) {
      console.result(
          "%4d  (kNN %3d)  %.6f  %s%-20s %s",
          n.<Integer>getAs("rank"),
          n.<Integer>getAs("knn_rank"),
          n.<Double>getAs("score"),
          mark(n.getAs("class"), queryClass),
          names.apply(n.getAs("class")),
          n.<String>getAs("path"));
    }
  }

  private static String judged(Boolean correct) {
    return correct == null ? "" : Objects.equals(correct, true) ? ", right" : ", wrong";
  }
}
