package dev.chmcorr.job.rerank;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.SmallData;
import dev.chmcorr.job.score.PerQuery;
import dev.chmcorr.job.score.QueryFiles;
import dev.chmcorr.runfolder.RunLock;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.store.Storage;
import dev.chmcorr.table.CorrespondenceRow;
import dev.chmcorr.table.Failure;
import dev.chmcorr.table.PairCodec;
import dev.chmcorr.table.QueryRow;
import dev.chmcorr.table.RankingRow;
import dev.chmcorr.table.ResultRow;
import dev.chmcorr.table.Setting;
import dev.chmcorr.table.Table;
import dev.chmcorr.table.TableSwap;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * The tables of a folder of {@code rerank}, which holds all that scoring, querying and showing
 * need.
 */
public final class RerankFolder {
  /** Between a ranking's 12 and a correspondence's 800. */
  private static final int BYTES_PER_ROW = 100;

  private static final String QUERIES = "queries";
  private static final String RANKINGS = "rankings";
  private static final String CORRESPONDENCES = "correspondences";
  private static final String RESULTS = "results";
  private static final String ERRORS = "errors";
  private static final String PER_QUERY = "per-query";

  private final JobContext context;
  private final Storage store;
  private final Path folder;
  private final RunRecord run;
  private final StructType pairs;
  private final ClassTables classes;

  /**
   * @param folder of the run; the caller has locked and claimed it if it is to be written to
   * @param codec of the method that compares its pairs
   */
  public RerankFolder(JobContext context, Path folder, RunRecord run, PairCodec codec) {
    this.pairs = CorrespondenceRow.schema(codec);
    this.context = context;
    this.store = context.store();
    this.folder = folder;
    this.run = run;
    this.classes = new ClassTables(context, folder, run, codec);
  }

  /** The tables about the nearest images of each class. */
  public ClassTables classes() {
    return classes;
  }

  public Path path() {
    return folder;
  }

  RunRecord run() {
    return run;
  }

  /** Keeps the queries and their whole rankings, unless an earlier run has. */
  void keep(List<QueryRow> queries, Dataset<Row> ranked) throws IOException {
    if (!isComplete(QUERIES)) {
      context.describe("keep the queries");
      List<Row> rows = queries.stream().map(QueryRow::toRow).toList();
      Dataset<Row> table = context.spark().createDataFrame(rows, QueryRow.SCHEMA);
      Table.overwrite(table.coalesce(1).sortWithinPartitions("query_id"), table(QUERIES), run);
    }
    if (!isComplete(RANKINGS)) {
      context.describe("keep the rankings");
      Table.overwrite(SmallData.sort(ranked, "query_id", "rank"), table(RANKINGS), run);
    }
  }

  /**
   * Replaces the rankings by others that hold them all; gives how many queries are added.
   *
   * @param ranked rows of {@link RankingRow#SCHEMA}
   */
  int grow(Dataset<Row> ranked) throws IOException {
    int before = Table.ids(rankings(), "query_id").cardinality();
    new TableSwap(store, table(RANKINGS)).replaceWith(ranked.sort("query_id", "rank"), run);
    return Table.ids(rankings(), "query_id").cardinality() - before;
  }

  /** Whether an earlier run has kept them. */
  boolean isKept() throws IOException {
    new TableSwap(store, table(RANKINGS)).finish();
    return isComplete(QUERIES) && isComplete(RANKINGS);
  }

  /** Has Spark run what follows as suits the rows that there are. */
  public void settleSpark() throws IOException {
    long bytes = 0;
    for (String table : List.of(QUERIES, RANKINGS, CORRESPONDENCES)) {
      for (FileStatus file : store.list(table(table))) {
        bytes += file.getLen();
      }
    }
    SmallData.settle(context.spark(), bytes / BYTES_PER_ROW);
  }

  private boolean isComplete(String name) throws IOException {
    return store.exists(new Path(table(name), "_SUCCESS"));
  }

  private Path table(String name) {
    return new Path(folder, name);
  }

  /** Rows of {@link QueryRow#SCHEMA}, one for every query, ranked or not, by their ids. */
  HashMap<Integer, Row> queries() {
    HashMap<Integer, Row> byId = new HashMap<>();
    for (Row row : queryTable().collectAsList()) {
      byId.put(row.<Integer>getAs("query_id"), row);
    }
    return byId;
  }

  /** Rows of {@link QueryRow#SCHEMA}, one for every query, ranked or not. */
  public Dataset<Row> queryTable() {
    return Table.read(context.spark(), table(QUERIES), QueryRow.SCHEMA);
  }

  /** How many queries there are, ranked or not. */
  long countQueries() {
    return queryTable().count();
  }

  /** Rows of {@link RankingRow#SCHEMA}, whatever their rank. */
  public Dataset<Row> rankings() {
    return Table.read(context.spark(), table(RANKINGS), RankingRow.SCHEMA);
  }

  /** The table of correspondences of a folder. */
  static Path correspondences(Path folder) {
    return new Path(folder, CORRESPONDENCES);
  }

  /** Rows of the table of correspondences, whatever their rank. */
  public Dataset<Row> correspondences() throws IOException {
    return readOrEmpty(CORRESPONDENCES, pairs);
  }

  private Dataset<Row> readOrEmpty(String name, StructType schema) throws IOException {
    return Table.readOrEmpty(context.spark(), store, table(name), schema);
  }

  /**
   * Whether every one of these queries has been compared with its n nearest for good: what could
   * not be read, or was too large for a limit of another run, is tried again.
   */
  boolean isCompared(ChosenQueries chosen, int n, Limits limits) throws IOException {
    new TableSwap(store, correspondences(folder)).finish();
    store.deleteUnfinished(correspondences(folder));
    context.describe("look for compared pairs");
    Dataset<Row> done =
        correspondences().where(not(Failure.mayPass(limits.pixels()))).select("query_id", "rank");
    return chosen
        .of(rankings())
        .where(col("rank").leq(n))
        .select("query_id", "rank")
        .join(done, new String[] {"query_id", "rank"}, "left_anti")
        .isEmpty();
  }

  /** Those of these queries of which a pair may end otherwise when it is tried again. */
  long countUnsettled(ChosenQueries chosen, Limits limits) throws IOException {
    return chosen
        .of(correspondences())
        .where(Failure.mayPass(limits.pixels()))
        .select("query_id")
        .distinct()
        .count();
  }

  /** The setting of this name that the folder has results of, or null. */
  Setting earlier(String name) throws IOException {
    context.describe("look for results of setting " + name);
    finishResults();
    List<Row> rows = results().where(col("setting").equalTo(name)).limit(1).collectAsList();
    return rows.isEmpty() ? null : Setting.fromRow(rows.get(0));
  }

  private void finishResults() throws IOException {
    new TableSwap(store, table(RESULTS)).finish();
  }

  /** Puts results in the place of those of the same setting; others stay. */
  void putResults(Dataset<Row> scored, Setting setting) throws IOException {
    finishResults();
    Dataset<Row> others = results().where(col("setting").notEqual(setting.name()));
    new TableSwap(store, table(RESULTS))
        .replaceWith(SmallData.sort(others.union(scored), "setting", "query_id"), run);
  }

  /** Rows of {@link ResultRow#SCHEMA}, whatever their setting. */
  public Dataset<Row> results() throws IOException {
    return readOrEmpty(RESULTS, ResultRow.SCHEMA);
  }

  /** Rows of {@link ResultRow#SCHEMA} of one setting. */
  public Dataset<Row> results(Setting setting) {
    return Table.read(context.spark(), table(RESULTS), ResultRow.SCHEMA)
        .where(col("setting").equalTo(setting.name()));
  }

  /** Writes the table of errors anew: each image that failed, once. */
  void putErrors() throws IOException {
    Column path =
        when(col("failed_split").equalTo("query"), col("query_path"))
            .otherwise(col("gallery_path"));
    Dataset<Row> errors =
        correspondences()
            .unionByName(classes.correspondences().drop("class_rank"))
            .where(col("error").isNotNull())
            .groupBy(col("failed_split").as("split"), path.as("path"))
            .agg(min(struct("reason", "error", "message", "pixels")).as("failure"))
            .select(lit("correspond").as("stage"), col("split"), col("path"), col("failure.*"))
            .coalesce(1)
            .sort("split", "path");
    new TableSwap(store, table(ERRORS)).replaceWith(errors, run);
  }

  /** Rows of {@link Failure#SCHEMA}. */
  public Dataset<Row> errors() {
    return Table.read(context.spark(), table(ERRORS), Failure.SCHEMA);
  }

  /** Where a setting's files per query go. */
  Path perQuery(Setting setting) {
    return new Path(table(PER_QUERY), setting.name());
  }

  /** Makes the folder of a setting's files; null if none are to be written. */
  QueryFiles files(Setting setting, PerQuery format) throws IOException {
    if (format == PerQuery.NONE) {
      return null;
    }
    RunLock.demandHeld(folder);
    Path files = perQuery(setting);
    if (!store.system(files).mkdirs(files)) {
      throw new UserException("Cannot create folder " + files);
    }
    return new QueryFiles(files.toString(), format, context.configuration());
  }

  /** Deletes the files that belong to other values of a setting's name. */
  void deleteFiles(Setting setting) throws IOException {
    RunLock.demandHeld(folder);
    store.delete(perQuery(setting));
  }

  /** Deletes what killed tasks left among a setting's files. */
  void tidyFiles(Setting setting) throws IOException {
    RunLock.demandHeld(folder);
    store.deleteUnfinished(perQuery(setting));
  }
}
