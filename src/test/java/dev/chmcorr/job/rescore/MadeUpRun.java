package dev.chmcorr.job.rescore;

import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.Failure;
import dev.chmcorr.table.QueryRow;
import dev.chmcorr.table.RankingRow;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A folder of {@code rerank} without results whose tables are made up of numbers that depend on ids
 * alone; made without networks or images, on all executors.
 *
 * @param queries how many
 * @param neighbours of each
 * @param candidates of these, the ones that are compared
 * @param classes how many; somewhat more neighbours are of the query's own
 */
public record MadeUpRun(int queries, int neighbours, int candidates, int classes) {
  private static final String HASH = "pmod(xxhash64(query_id, rank, %s), 10007) / 10007D";

  /**
   * Writes it.
   *
   * @param text folder
   */
  public void write(JobContext context, String text) throws IOException {
    Path folder = context.store().path(text);
    RunRecord run =
        RunRecord.of("rerank", "made up", Map.of("method", "chm", "transform", "single"))
            .withInputs(Map.of("knn", "nowhere", "method", "chm"))
            .withSummary(Map.of("queries", queries));
    write(queries(context), new Path(folder, "queries"), run);
    write(rankings(context), new Path(folder, "rankings"), run);
    write(correspondences(context), new Path(folder, "correspondences"), run);
    write(
        context.spark().createDataFrame(List.of(), Failure.SCHEMA),
        new Path(folder, "errors"),
        run);
    run.write(context.store(), folder);
  }

  private static void write(Dataset<Row> rows, Path table, RunRecord run) {
    Table.overwrite(rows, table, run);
  }

  /** Of the last query nobody knows the class. */
  private Dataset<Row> queries(JobContext context) {
    return Table.select(
        context
            .spark()
            .range(0, queries, 1, 1)
            .selectExpr("CAST(id AS INT) AS query_id")
            .selectExpr(
                "query_id",
                "concat('file:/val/', query_id, '.jpg') AS path",
                "concat(query_id, '.jpg') AS name",
                "IF(query_id = %d, NULL, %s) AS class".formatted(queries - 1, name("query_id")))
            .selectExpr(
                "*",
                "IF(class IS NULL, NULL, array(class)) AS classes",
                "CAST(NULL AS BIGINT) AS bytes",
                "CAST(NULL AS BIGINT) AS modified"),
        QueryRow.SCHEMA);
  }

  private String name(String number) {
    return "concat('class ', lpad(pmod(%s, %d), 4, '0'))".formatted(number, classes);
  }

  /** A row per query and rank. */
  private Dataset<Row> ranks(JobContext context, int most) {
    int parts = Math.max(1, queries / 3000);
    return context
        .spark()
        .range(0, (long) queries * most, 1, parts)
        .selectExpr(
            "CAST(id DIV %d AS INT) AS query_id".formatted(most),
            "CAST(id %% %d AS INT) + 1 AS rank".formatted(most));
  }

  private Dataset<Row> rankings(JobContext context) {
    String own = HASH.formatted("0") + " < 0.15";
    return Table.select(
        ranks(context, neighbours)
            .selectExpr(
                "*",
                "IF(%s, pmod(query_id, %d), pmod(xxhash64(query_id, rank), %d)) AS label"
                    .formatted(own, classes, classes))
            .selectExpr(
                "query_id",
                "concat('file:/val/', query_id, '.jpg') AS query_path",
                name("query_id") + " AS query_class",
                "rank",
                "CAST(pmod(xxhash64(query_id, rank, 2), 1000000) AS INT) AS gallery_id",
                name("label") + " AS gallery_class",
                "CAST(label AS INT) AS gallery_label",
                "1 - rank / 1000D AS similarity")
            .selectExpr("*", "concat('file:/train/', gallery_id, '.jpg') AS gallery_path"),
        RankingRow.SCHEMA);
  }

  /** One pair in twenty has failed. */
  private Dataset<Row> correspondences(JobContext context) {
    List<String> columns = new ArrayList<>(List.of("query_id", "rank"));
    columns.add("concat('file:/val/', query_id, '.jpg') AS query_path");
    columns.add("CAST(pmod(xxhash64(query_id, rank, 2), 1000000) AS INT) AS gallery_id");
    columns.add("'file:/train/x.jpg' AS gallery_path");
    columns.add("pmod(xxhash64(query_id, rank, 3), 20) = 0 AS failed");
    Dataset<Row> pairs = ranks(context, candidates).selectExpr(columns.toArray(String[]::new));
    return pairs.selectExpr(
        "query_id",
        "query_path",
        "rank",
        "gallery_id",
        "gallery_path",
        numbers("points_x", 4),
        numbers("points_y", 5),
        numbers("cos_published", 6),
        numbers("cos_aligned", 7),
        numbers("attention", 8),
        "IF(failed, 'gallery', NULL) AS failed_split",
        "IF(failed, 'not_an_image', NULL) AS reason",
        "IF(failed, 'ImageException', NULL) AS error",
        "IF(failed, 'no image', NULL) AS message",
        "CAST(NULL AS BIGINT) AS pixels");
  }

  /** 49 numbers from -0.3 to 0.7. */
  private static String numbers(String column, int seed) {
    return "IF(failed, NULL, transform(sequence(1, 49), i -> CAST(%s - 0.3D AS FLOAT))) AS %s"
        .formatted(HASH.formatted("i, " + seed), column);
  }
}
