package dev.chmcorr.job.report;

import static org.apache.spark.sql.functions.col;

import dev.chmcorr.report.QueryColumns;
import dev.chmcorr.table.QueryRow;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** The files that list a run's queries, written by tasks. */
final class ColumnsJob {
  private ColumnsJob() {}

  /** Writes them; gives the bytes of each. */
  static List<Long> run(ShownRun run, RunPages pages) {
    int perFile = pages.perFile().queries();
    MapFunction<Row, Integer> file = row -> row.<Integer>getAs(Places.PLACE) / perFile;
    Dataset<Row> results =
        run.results()
            .select(
                col("query_id"),
                col("knn_prediction"),
                col("knn_votes"),
                col("prediction"),
                col("votes"));
    return pages
        .places()
        .join(run.folder().queryTable().join(results, new String[] {"query_id"}, "left"))
        .groupByKey(file, Encoders.INT())
        .flatMapGroups(writer(pages), Encoders.LONG())
        .collectAsList();
  }

  private static FlatMapGroupsFunction<Integer, Row, Long> writer(RunPages pages) {
    String key = pages.key();
    DataFiles files = pages.files();
    PictureNames pictures = pages.pictures();
    Broadcast<HashMap<String, Integer>> numbers = pages.classes().numbers();
    return (number, rows) -> {
      TreeMap<Integer, QueryColumns.Line> lines = new TreeMap<>();
      while (rows.hasNext()) {
        Row row = rows.next();
        lines.put(row.getAs(Places.PLACE), line(row, pictures, numbers.value()));
      }
      QueryColumns columns = QueryColumns.of(List.copyOf(lines.values()));
      return List.of(files.write(QueryColumns.key(key, number), columns)).iterator();
    };
  }

  private static QueryColumns.Line line(
      Row row, PictureNames pictures, HashMap<String, Integer> numbers) {
    return new QueryColumns.Line(
        row.getAs("query_id"),
        row.getAs("name"),
        Classes.number(numbers, row.getAs("class")),
        Classes.number(numbers, row.getAs("knn_prediction")),
        votes(row, "knn_votes"),
        Classes.number(numbers, row.getAs("prediction")),
        votes(row, "votes"),
        pictures.query(row.getAs("path"), QueryRow.version(row)));
  }

  private static int votes(Row row, String column) {
    Integer votes = row.getAs(column);
    return votes == null ? 0 : votes;
  }
}
