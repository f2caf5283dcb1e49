package dev.chmcorr.job.correspond;

import static org.apache.spark.sql.functions.bool_or;

import dev.chmcorr.domain.Limits;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.CorrespondenceRow;
import dev.chmcorr.table.Failure;
import dev.chmcorr.table.Table;
import dev.chmcorr.table.TableSwap;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Decides which queries an earlier run has compared for good. A query is tried again if one of its
 * images could not be read, or was too large for a limit that has changed; what was read and is no
 * image will not get better.
 */
final class CorrespondenceReuse {
  private final JobContext context;
  private final Path table;
  private final TableSwap replacement;
  private final RunRecord run;
  private final Limits limits;

  CorrespondenceReuse(JobContext context, Path table, RunRecord run, Limits limits) {
    this.context = context;
    this.table = table;
    this.replacement = new TableSwap(context.store(), table);
    this.run = run;
    this.limits = limits;
  }

  /** The queries that are to be compared; makes the table hold the others and no more. */
  List<CorrespondPlan.Planned> missing(List<CorrespondPlan.Planned> queries) throws IOException {
    context.describe("look for compared queries");
    replacement.finish();
    context.store().deleteUnfinished(table);
    Dataset<Row> pairs =
        Table.readOrEmpty(context.spark(), context.store(), table, CorrespondenceRow.SCHEMA);
    Column again = Failure.mayPass(limits.pixels());
    Dataset<Row> queriesKnown = pairs.groupBy("query_id").agg(bool_or(again).as("again"));
    List<Row> known = queriesKnown.collectAsList();
    if (known.stream().anyMatch(CorrespondenceReuse::isAgain)) {
      context.describe("keep queries whose images were read");
      String[] query = {"query_id"};
      replacement.replaceWith(pairs.join(queriesKnown.where("again"), query, "left_anti"), run);
    }
    Set<Integer> done =
        known.stream()
            .filter(row -> !isAgain(row))
            .map(row -> row.getInt(0))
            .collect(Collectors.toSet());
    return queries.stream().filter(planned -> !done.contains(planned.query())).toList();
  }

  private static boolean isAgain(Row known) {
    return known.getBoolean(1);
  }
}
