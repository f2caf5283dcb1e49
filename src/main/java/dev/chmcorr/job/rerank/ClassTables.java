package dev.chmcorr.job.rerank;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;

import dev.chmcorr.domain.Limits;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.store.Storage;
import dev.chmcorr.table.ClassSchemas;
import dev.chmcorr.table.Failure;
import dev.chmcorr.table.PairCodec;
import dev.chmcorr.table.Setting;
import dev.chmcorr.table.Table;
import dev.chmcorr.table.TableSwap;
import java.io.IOException;
import java.util.BitSet;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * The tables of a folder of {@code rerank} about the nearest images of each class, if it has any.
 * Pairs that are in the common table of correspondences are not in theirs.
 */
public final class ClassTables {
  private static final String RANKINGS = "class_rankings";
  private static final String CORRESPONDENCES = "class_correspondences";
  private static final String RESULTS = "class_results";
  private static final String[] PAIR = {"query_id", "gallery_id"};

  private final JobContext context;
  private final Path folder;
  private final RunRecord run;
  private final StructType pairs;

  ClassTables(JobContext context, Path folder, RunRecord run, PairCodec codec) {
    this.context = context;
    this.folder = folder;
    this.run = run;
    this.pairs = ClassSchemas.correspondences(codec).type();
  }

  /** Whether the folder compares images of each class. */
  public boolean isKept() throws IOException {
    return store().exists(new Path(table(RANKINGS), "_SUCCESS"));
  }

  /**
   * Keeps rankings, in the place of earlier ones if they are others.
   *
   * @param ranked rows of {@link ClassSchemas#RANKINGS}
   */
  void keep(Dataset<Row> ranked) throws IOException {
    context.describe("keep the rankings of each class");
    TableSwap swap = new TableSwap(store(), table(RANKINGS));
    swap.finish();
    if (!isKept() || !digest(rankings()).equals(digest(ranked))) {
      swap.replaceWith(ranked.sort("query_id", "class_rank", "rank"), run);
    }
  }

  private static Row digest(Dataset<Row> rankings) {
    return rankings
        .agg(
            count(lit(1)),
            expr("coalesce(sum(xxhash64(query_id, class_rank, rank, gallery_id) % 1000000007), 0)"))
        .first();
  }

  /** Rows of {@link ClassSchemas#RANKINGS}; none where none are kept. */
  public Dataset<Row> rankings() throws IOException {
    return Table.readOrEmpty(
        context.spark(), store(), table(RANKINGS), ClassSchemas.RANKINGS.type());
  }

  /** Rows of {@link ClassSchemas#correspondences}. */
  public Dataset<Row> correspondences() throws IOException {
    return Table.readOrEmpty(context.spark(), store(), table(CORRESPONDENCES), pairs);
  }

  /** Rows of {@link ClassSchemas#RESULTS}. */
  public Dataset<Row> results() throws IOException {
    return Table.readOrEmpty(context.spark(), store(), table(RESULTS), ClassSchemas.RESULTS.type());
  }

  /**
   * The neighbours that are still to be compared with their queries.
   *
   * @param chosen queries
   * @param common the folder's correspondences
   * @return rows of {@link ClassSchemas#RANKINGS}
   */
  Dataset<Row> missing(ChosenQueries chosen, Dataset<Row> common, Limits limits)
      throws IOException {
    Column settled = not(Failure.mayPass(limits.pixels()));
    return without(chosen, common.where(settled), correspondences().where(settled));
  }

  /** Ids of those of these queries that have not been compared with all of their neighbours. */
  BitSet unfinished(ChosenQueries chosen, Dataset<Row> common) throws IOException {
    return Table.ids(without(chosen, common, correspondences()), "query_id");
  }

  private Dataset<Row> without(ChosenQueries chosen, Dataset<Row> common, Dataset<Row> own)
      throws IOException {
    Dataset<Row> done = common.select(PAIR[0], PAIR[1]).union(own.select(PAIR[0], PAIR[1]));
    return chosen.of(rankings()).join(done, PAIR, "left_anti");
  }

  /** Makes the table of pairs ready for those that are missing: what may end otherwise goes. */
  Path dropUnsettled(Limits limits) throws IOException {
    TableSwap swap = new TableSwap(store(), table(CORRESPONDENCES));
    swap.finish();
    store().deleteUnfinished(table(CORRESPONDENCES));
    Column again = Failure.mayPass(limits.pixels());
    if (!correspondences().where(again).isEmpty()) {
      swap.replaceWith(correspondences().where(not(again)), run);
    }
    return table(CORRESPONDENCES);
  }

  /** Compared pairs, whose rank is a {@link #placed place}, as rows of the table of pairs. */
  Dataset<Row> shaped(Dataset<Row> compared, int perClass) {
    return Table.select(
        compared
            .withColumn("class_rank", expr("int((rank - 1) div %d + 1)".formatted(perClass)))
            .withColumn("rank", expr("int((rank - 1) %% %d + 1)".formatted(perClass))),
        pairs);
  }

  /**
   * Neighbours with one number for both ranks: every class takes as many as any has.
   *
   * @param neighbours with columns class_rank and rank
   * @param column that has it, which may be rank
   */
  Dataset<Row> placed(Dataset<Row> neighbours, String column) throws IOException {
    return neighbours.withColumn(
        column, col("class_rank").minus(1).multiply(perClass()).plus(col("rank")));
  }

  /** How many images the class that has most has of a query. */
  int perClass() throws IOException {
    return rankings().agg(functions.coalesce(max("rank"), lit(1))).first().getInt(0);
  }

  /**
   * All compared pairs of neighbours of each class, with their {@link #placed places}.
   *
   * @param common the folder's correspondences
   */
  Dataset<Row> compared(Dataset<Row> common) throws IOException {
    Dataset<Row> own = correspondences().drop("class_rank");
    Dataset<Row> all =
        own.unionByName(common.join(own.select(PAIR[0], PAIR[1]), PAIR, "left_anti"));
    return placed(rankings(), "rank")
        .select("query_id", "gallery_id", "rank")
        .join(all.drop("rank"), PAIR);
  }

  /** Puts results in the place of those of the same setting; others stay. */
  void putResults(Dataset<Row> scored, Setting setting) throws IOException {
    TableSwap swap = new TableSwap(store(), table(RESULTS));
    swap.finish();
    Dataset<Row> others = results().where(col("setting").notEqual(setting.name()));
    swap.replaceWith(others.union(scored).sort("setting", "query_id", "class_rank"), run);
  }

  private Storage store() {
    return context.store();
  }

  private Path table(String name) {
    return new Path(folder, name);
  }
}
