package dev.chmcorr.job.correspond;

import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.job.failures.FailureWatch;
import dev.chmcorr.job.failures.ImageTally;
import dev.chmcorr.job.run.Chunks;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.CorrespondenceRow;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Compares every query with its nearest candidates: rankings to the table correspondences. */
public final class CorrespondJob {
  /** Queries per slot in the first chunk. */
  private static final int FIRST_QUERIES = 4;

  /** The smallest share of a chunk is this part of a slot's: more would make many small files. */
  private static final int MAX_SHARES = 16;

  /**
   * What a run compared.
   *
   * @param queries be it with some of their candidates only
   * @param anew of these, the ones of which the table held pairs that did not stand
   */
  public record Compared(int queries, int anew) {
    /** Nothing: all was known. */
    public static final Compared NONE = new Compared(0, 0);

    /** With queries that were compared with other candidates, be it the same ones. */
    public Compared and(int others) {
      return new Compared(Math.max(queries, others), anew);
    }

    /** Without queries whose pairs do not stand this time either. */
    public Compared less(long unsettled) {
      return new Compared(queries, (int) Math.max(0, anew - unsettled));
    }
  }

  private final JobContext context;
  private final ComparisonSetup setup;
  private final StageMeter meter;

  public CorrespondJob(JobContext context, ComparisonSetup setup, StageMeter meter) {
    this.context = context;
    this.setup = setup;
    this.meter = meter;
  }

  /**
   * Appends what the table lacks. All rows of a query that are made at once lie in one part file,
   * which the committer renames into place whole: a query is in the table up to a rank that some
   * run asked for, or not at all, and the pairs that a killed run left in it are done, unless an
   * image could not be read.
   *
   * @return what was compared now
   */
  public Compared run(CorrespondPlan plan, Path table, RunRecord run) throws IOException {
    CorrespondenceReuse reuse = new CorrespondenceReuse(context, setup, table, run);
    List<CorrespondPlan.Planned> missing = reuse.missing(plan.queries());
    context
        .console()
        .stage(
            "correspond: %s, %d of them already done",
            Texts.count(plan.queries().size(), "query"), plan.queries().size() - missing.size());
    Tried tried =
        context.store().exists(table) ? split -> reuse.tried(plan.queries(), split) : split -> null;
    compare(plan, missing, tried, rows -> Table.append(rows, table, run));
    return new Compared(missing.size(), reuse.dropped());
  }

  /**
   * Appends all that is planned, of which the table has nothing yet; likewise.
   *
   * @param shape makes rows of the table of rows of that of correspondences
   */
  public void runAll(
      CorrespondPlan plan, Path table, RunRecord run, UnaryOperator<Dataset<Row>> shape)
      throws IOException {
    compare(
        plan, plan.queries(), split -> null, rows -> Table.append(shape.apply(rows), table, run));
  }

  private static String what(Split split) {
    return split == Split.QUERY ? "query image" : "candidate image";
  }

  private static int size(CorrespondPlan plan, Split split) {
    return split == Split.QUERY ? plan.queries().size() : plan.candidates();
  }

  /** What {@link FailureWatch#of} wants to know of the images of a split; null if nothing is. */
  private interface Tried {
    Dataset<Row> of(Split split) throws IOException;
  }

  private void compare(
      CorrespondPlan plan,
      List<CorrespondPlan.Planned> queries,
      Tried tried,
      Consumer<Dataset<Row>> append)
      throws IOException {
    if (queries.isEmpty()) {
      return;
    }
    try (FailureWatch watch =
            FailureWatch.begin(context, setup.reader().rules().budget(), "compare");
        ExecutorPlaces places = new ExecutorPlaces(context)) {
      EnumMap<Split, ImageTally> tallies = new EnumMap<>(Split.class);
      for (Split split : Split.values()) {
        tallies.put(split, watch.of(what(split), size(plan, split), tried.of(split)));
      }
      Stretches<CorrespondPlan.Planned> stretches = new Stretches<>(queries);
      new Chunks(context, meter)
          .run(
              "queries",
              queries.size(),
              FIRST_QUERIES,
              count -> {
                Map<String, List<Row>> rows = new LinkedHashMap<>();
                stretches
                    .take(count, places.executors())
                    .forEach(
                        (executor, some) ->
                            rows.put(executor, some.stream().map(plan::row).toList()));
                int least = Math.max(1, count / (MAX_SHARES * context.slots()));
                Dataset<Row> shares = places.dataset(rows, least, QueryCandidates.SCHEMA);
                watch.run(() -> append.accept(compared(shares, tallies)));
              });
    }
  }

  private Dataset<Row> compared(Dataset<Row> queries, EnumMap<Split, ImageTally> tallies) {
    return queries.mapPartitions(
        new CorrespondPartition(setup, meter, tallies),
        Encoders.row(CorrespondenceRow.schema(setup.method().codec())));
  }
}
