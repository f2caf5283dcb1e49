package dev.chmcorr.job.rescore;

import dev.chmcorr.domain.GroundTruth;
import dev.chmcorr.domain.Query;
import dev.chmcorr.job.labels.RightClasses;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.table.QueryRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** Queries of a run with the right answers of a file instead of the run's. */
final class JudgedQueries {
  private JudgedQueries() {}

  /** Rows of {@link QueryRow#SCHEMA}, as are those that they are made of. */
  static List<Row> of(List<Row> queries, RightClasses truth, ScoredRun run, JobContext context) {
    Map<String, String> own = new HashMap<>();
    queries.stream()
        .map(QueryRow::query)
        .forEach(query -> own.put(query.name(), query.className()));
    Map<String, GroundTruth> known = truth.of(own, run.classes(), context.console());
    List<Row> judged = new ArrayList<>();
    for (Row row : queries) {
      Query query = QueryRow.query(row);
      GroundTruth right = known.getOrDefault(query.name(), GroundTruth.UNKNOWN);
      judged.add(new QueryRow(query.judgedBy(right), QueryRow.version(row)).toRow());
    }
    // Of these rows the columns have names.
    return context.spark().createDataFrame(judged, QueryRow.SCHEMA).collectAsList();
  }
}
