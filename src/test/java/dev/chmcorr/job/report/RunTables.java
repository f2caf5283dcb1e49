package dev.chmcorr.job.report;

import dev.chmcorr.domain.Correspondence;
import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Query;
import dev.chmcorr.domain.Split;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.rerank.RerankFolder;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.job.score.ScoreJob;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.ClassSchemas;
import dev.chmcorr.table.CorrespondenceRow;
import dev.chmcorr.table.Failure;
import dev.chmcorr.table.PairCodec;
import dev.chmcorr.table.QueryRow;
import dev.chmcorr.table.RankingRow;
import dev.chmcorr.table.ResultRow;
import dev.chmcorr.table.Setting;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/** The tables of a folder of {@code rerank}, written without networks from what a test says. */
final class RunTables {
  private static final String METHOD = "chm";

  private final JobContext context;
  private final RunRecord run;
  private final PairCodec codec = ComparisonMethods.named(METHOD).codec();
  private final RerankFolder folder;

  /**
   * A query and its neighbours, nearest first.
   *
   * @param query the query
   * @param neighbours its ranking; empty if it has none
   */
  record Ranked(Query query, List<Neighbour> neighbours) {}

  /**
   * A neighbour.
   *
   * @param image of the gallery
   * @param similarity may be null
   * @param pair what was found; null if it was not compared
   * @param failure why it could not be compared, or null
   */
  record Neighbour(ImageRef image, Double similarity, Correspondence pair, Failure failure) {}

  /**
   * A setting to score in.
   *
   * @param setting how
   * @param masks by the ids of the queries; null for attention
   */
  record Scored(Setting setting, HashMap<Integer, double[]> masks) {}

  RunTables(JobContext context, String folder, RunRecord run) {
    this.context = context;
    this.run = run;
    this.folder = new RerankFolder(context, context.store().path(folder), run, codec);
  }

  /** Writes all of them, and the record last. */
  void write(List<Ranked> queries, List<Row> errors, List<Scored> settings) throws IOException {
    List<Row> rows = new ArrayList<>();
    queries.forEach(ranked -> rows.add(new QueryRow(ranked.query(), FileVersion.UNKNOWN).toRow()));
    overwrite("queries", rows, QueryRow.SCHEMA);
    overwrite("rankings", rankings(queries), RankingRow.SCHEMA);
    overwrite("correspondences", pairs(queries), CorrespondenceRow.schema(codec));
    overwrite("errors", errors, Failure.SCHEMA);
    Dataset<Row> results = null;
    for (Scored scored : settings) {
      Dataset<Row> more = results(scored);
      results = results == null ? more : results.union(more);
    }
    Table.overwrite(results, table("results"), run);
    run.write(context.store(), folder.path());
  }

  /**
   * Writes the nearest of one class of a query, all of which are compared beside the others.
   *
   * @param classRank place of the class
   */
  void write(Query query, int classRank, List<Neighbour> nearest) {
    List<Row> ranked = new ArrayList<>();
    List<Row> compared = new ArrayList<>();
    for (Neighbour neighbour : nearest) {
      ImageRef image = neighbour.image();
      int rank = ranked.size() + 1;
      ranked.add(
          RowFactory.create(
              query.id(),
              query.path(),
              query.className(),
              classRank,
              image.className(),
              image.label(),
              rank,
              image.id(),
              image.path(),
              neighbour.similarity()));
      compared.add(pair(query, rank, neighbour).toRow(codec));
    }
    overwrite("class_rankings", ranked, ClassSchemas.RANKINGS.type());
    Dataset<Row> pairs =
        context
            .spark()
            .createDataFrame(compared, CorrespondenceRow.schema(codec))
            .withColumn("class_rank", functions.lit(classRank));
    Table.overwrite(
        Table.select(pairs, ClassSchemas.correspondences(codec).type()),
        table("class_correspondences"),
        run);
  }

  /** Rows of {@link ResultRow#SCHEMA} of one setting. */
  List<Row> results(Setting setting) {
    return folder.results(setting).sort("query_id").collectAsList();
  }

  private static List<Row> rankings(List<Ranked> queries) {
    List<Row> rows = new ArrayList<>();
    for (Ranked ranked : queries) {
      Query query = ranked.query();
      int rank = 1;
      for (Neighbour neighbour : ranked.neighbours()) {
        ImageRef image = neighbour.image();
        rows.add(
            new RankingRow(
                    query.id(),
                    query.path(),
                    query.className(),
                    rank++,
                    image.id(),
                    image.path(),
                    image.className(),
                    image.label(),
                    neighbour.similarity())
                .toRow());
      }
    }
    return rows;
  }

  private List<Row> pairs(List<Ranked> queries) {
    List<Row> rows = new ArrayList<>();
    for (Ranked ranked : queries) {
      int rank = 1;
      for (Neighbour neighbour : ranked.neighbours()) {
        if (neighbour.pair() != null || neighbour.failure() != null) {
          rows.add(pair(ranked.query(), rank, neighbour).toRow(codec));
        }
        rank++;
      }
    }
    return rows;
  }

  private static CorrespondenceRow pair(Query query, int rank, Neighbour neighbour) {
    return new CorrespondenceRow(
        query.id(),
        query.path(),
        rank,
        neighbour.image().id(),
        neighbour.image().path(),
        neighbour.pair(),
        neighbour.failure() == null ? null : Split.GALLERY,
        neighbour.failure());
  }

  private Dataset<Row> results(Scored scored) throws IOException {
    JavaSparkContext java = JavaSparkContext.fromSparkContext(context.spark().sparkContext());
    ScoreJob.Plan plan =
        new ScoreJob.Plan(
            METHOD,
            scored.setting(),
            java.broadcast(queriesById()),
            scored.masks() == null ? null : java.broadcast(scored.masks()),
            null,
            StageMeter.of(context, "score"));
    return Table.select(
        ScoreJob.results(folder.rankings(), folder.correspondences(), plan), ResultRow.SCHEMA);
  }

  private HashMap<Integer, Row> queriesById() {
    HashMap<Integer, Row> byId = new HashMap<>();
    folder.queryTable().collectAsList().forEach(row -> byId.put(row.getAs("query_id"), row));
    return byId;
  }

  private Path table(String name) {
    return new Path(folder.path(), name);
  }

  private void overwrite(String table, List<Row> rows, StructType schema) {
    Table.overwrite(context.spark().createDataFrame(rows, schema), table(table), run);
  }
}
