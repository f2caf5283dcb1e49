package dev.chmcorr.job.correspond;

import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;

import dev.chmcorr.domain.Split;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.CorrespondenceRow;
import dev.chmcorr.table.Failure;
import dev.chmcorr.table.Table;
import dev.chmcorr.table.TableSwap;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Decides which pairs an earlier run has compared for good: those of a query up to the last rank
 * without a gap. A query is done anew from its first rank if one of its images could not be read,
 * or was too large for a limit that has changed; what was read and is no image will not get better.
 */
final class CorrespondenceReuse {
  private final JobContext context;
  private final ComparisonSetup setup;
  private final Path table;
  private final TableSwap replacement;
  private final RunRecord run;
  private int dropped;

  CorrespondenceReuse(JobContext context, ComparisonSetup setup, Path table, RunRecord run) {
    this.context = context;
    this.setup = setup;
    this.table = table;
    this.replacement = new TableSwap(context.store(), table);
    this.run = run;
  }

  /**
   * What is to be compared: of a query whose first candidates are known, only the others. Makes the
   * table hold what is known and no more.
   */
  List<CorrespondPlan.Planned> missing(List<CorrespondPlan.Planned> queries) throws IOException {
    context.describe("look for compared queries");
    replacement.finish();
    context.store().deleteUnfinished(table);
    Dataset<Row> pairs = pairs();
    Dataset<Row> known = known(pairs, CorrespondPlan.longest(queries));
    Map<Integer, Integer> ranks = new HashMap<>();
    BitSet asked = new BitSet();
    queries.forEach(query -> asked.set(query.query()));
    BitSet unsound = new BitSet();
    for (Row row : known.collectAsList()) {
      if (!asked.get(row.<Integer>getAs("query_id"))) {
        continue;
      }
      boolean sound = row.getAs("sound");
      ranks.put(row.<Integer>getAs("query_id"), sound ? row.<Integer>getAs("last") : 0);
      unsound.set(row.<Integer>getAs("query_id"), !sound);
    }
    dropped = unsound.cardinality();
    if (dropped > 0) {
      context.describe("keep queries whose images were read");
      replacement.replaceWith(Table.without(pairs, "query_id", unsound), run);
    }
    return queries.stream()
        .map(planned -> planned.beyond(ranks.getOrDefault(planned.query(), 0)))
        .filter(planned -> planned.ranks().length > 0)
        .toList();
  }

  /**
   * How it went with the images of a split in the pairs of these queries that the table holds: rows
   * with {@code path} and {@link Failure#COLUMNS}.
   */
  Dataset<Row> tried(List<CorrespondPlan.Planned> queries, Split split) throws IOException {
    BitSet asked = new BitSet();
    queries.forEach(query -> asked.set(query.query()));
    Column failed = col("failed_split");
    Stream<Column> failure = Failure.COLUMNS.stream().map(functions::col);
    Column path = col(split.text() + "_path").as("path");
    return Table.only(pairs(), "query_id", asked)
        .where(col("rank").leq(CorrespondPlan.longest(queries)))
        // Where the other image failed, it is not known of this one.
        .where(failed.isNull().or(failed.equalTo(split.text())))
        .select(Stream.concat(Stream.of(path), failure).toArray(Column[]::new));
  }

  /** Queries whose pairs were taken out of the table, since they did not stand. */
  int dropped() {
    return dropped;
  }

  private Dataset<Row> pairs() throws IOException {
    return Table.readOrEmpty(
        context.spark(), context.store(), table, CorrespondenceRow.schema(setup.method().codec()));
  }

  /**
   * Per query the last rank that was compared, and whether this and all before it stand.
   *
   * @param longest ranks beyond it are of no interest now
   */
  private Dataset<Row> known(Dataset<Row> pairs, int longest) {
    Column again = Failure.mayPass(setup.reader().rules().limits().pixels());
    return pairs
        .where(col("rank").leq(longest))
        .groupBy("query_id")
        .agg(
            max("rank").as("last"),
            bool_or(again).as("again"),
            count_distinct(col("rank")).as("ranks"))
        .select(
            col("query_id"),
            col("last"),
            not(col("again")).and(col("ranks").equalTo(col("last"))).as("sound"));
  }
}
