package dev.chmcorr.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.pickle.MaskFile;
import dev.chmcorr.table.ComparedPair;
import dev.chmcorr.table.Failure;
import dev.chmcorr.table.RerankedQuery;
import dev.chmcorr.table.RunRecord;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The command {@code rerank}: rankings to correspondences to results, and their accuracy. */
public final class RerankJob {
  private RerankJob() {}

  /** Runs it; gives what it reports. */
  public static Map<String, Object> run(Workplace work, RerankOptions options) throws IOException {
    Path folder = work.store().path(options.out());
    DataSet data = DataSet.list(work, options.data());
    Networks networks = Networks.ship(work.spark(), work.store(), options.networks());
    HashMap<String, double[]> masks = masks(work, options.scoring().mask());
    Dataset<Row> rankings =
        new RankingSource(work, data.gallery(), data.queries()).read(options.knn()).persist();
    try {
      checkMasks(rankings, masks, options.scoring().mask());
      RunRecord run =
          RunRecord.of(
              "rerank", CodeVersion.current(), parameters(work, options, data, networks, rankings));
      run.claim(work.store(), folder);
      return rerank(work, options, networks, masks, rankings, folder, run);
    } finally {
      rankings.unpersist();
    }
  }

  private static Map<String, Object> rerank(
      Workplace work,
      RerankOptions options,
      Networks networks,
      HashMap<String, double[]> masks,
      Dataset<Row> rankings,
      Path folder,
      RunRecord run)
      throws IOException {
    Path correspondences = new Path(folder, "correspondences");
    double start = work.console().seconds();
    CacheKey cache = new CacheKey(run.parameters().toString(), options.cacheMebibytes());
    int compared =
        new CorrespondJob(work, networks, options.transform(), options.data().onError(), cache)
            .run(rankings.where(col("rank").leq(options.scoring().n())), correspondences, run);
    double seconds = work.console().seconds() - start;

    Dataset<Row> pairs =
        Table.readOrEmpty(work.spark(), work.store(), correspondences, ComparedPair.SCHEMA);
    ScoreJob.Settings settings = settings(work, options.scoring(), masks);
    work.describe("score and vote");
    Path results = new Path(folder, "results");
    Table.overwrite(ScoreJob.results(rankings, pairs, settings).sort("query_id"), results, run);
    writeErrors(rankings, pairs, new Path(folder, "errors"), run);
    if (options.perQuery() != RerankOptions.PerQuery.NONE) {
      work.describe("write a file per query");
      QueryFiles files = new QueryFiles(new Path(folder, "queries").toString(), options.perQuery());
      ScoreJob.writeFiles(rankings, pairs, settings, files, work.configuration());
    }
    Map<String, Object> summary = summary(work, rankings, pairs, folder);
    summary.put("queries_compared_now", compared);
    summary.put("correspond_seconds", Math.round(seconds * 10) / 10.0);
    run.withSummary(summary).write(work.store(), folder);
    report(work.console(), summary, options, folder);
    return summary;
  }

  private static HashMap<String, double[]> masks(Workplace work, String text) throws IOException {
    if (text == null) {
      return null;
    }
    Path file = work.store().path(text);
    work.store().require("--mask", file);
    try (InputStream in = work.store().system(file).open(file)) {
      return new HashMap<>(MaskFile.read(in, file.toString()));
    }
  }

  private static void checkMasks(
      Dataset<Row> rankings, HashMap<String, double[]> masks, String file) {
    if (masks == null) {
      return;
    }
    List<String> missing =
        rankings.select("query_path", "query_class").distinct().collectAsList().stream()
            .map(row -> ScoreJob.maskKey(row.getString(0), row.getString(1)))
            .filter(key -> !masks.containsKey(key))
            .sorted()
            .toList();
    if (!missing.isEmpty()) {
      throw new UserException(
          "Missing masks in %s: %d queries have none, the first is %s (keys are class/file)"
              .formatted(file, missing.size(), missing.get(0)));
    }
  }

  private static Map<String, String> parameters(
      Workplace work, RerankOptions options, DataSet data, Networks networks, Dataset<Row> rankings)
      throws IOException {
    RerankOptions.Scoring scoring = options.scoring();
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("train", data.gallery().root() + ": " + DataSet.digest(data.gallery()));
    parameters.put("val", data.queries().root() + ": " + DataSet.digest(data.queries()));
    parameters.put("rankings", digest(rankings));
    parameters.put("model_sha256", networks.trunk().sha256());
    parameters.put("chm_sha256", networks.chm().sha256());
    parameters.put("transform", lower(options.transform()));
    parameters.put("precision", lower(options.networks().precision()));
    parameters.put("N", String.valueOf(scoring.n()));
    parameters.put("K", String.valueOf(scoring.k()));
    parameters.put("T", String.valueOf(scoring.t()));
    parameters.put("axes", lower(scoring.axes()));
    parameters.put("mask", scoring.mask() == null ? "none" : maskDigest(work, scoring.mask()));
    return parameters;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String maskDigest(Workplace work, String mask) throws IOException {
    byte[] bytes = work.store().read(work.store().path(mask));
    return HexFormat.of().formatHex(ModelFile.sha256Digest().digest(bytes));
  }

  /** The same for the same ids at the same ranks, in whatever order the rows come. */
  private static String digest(Dataset<Row> rankings) {
    Row row =
        rankings
            .agg(
                count(lit(1)),
                expr("coalesce(sum(xxhash64(query_id, rank, gallery_id) % 1000000007), 0)"))
            .first();
    return row.getLong(0) + " rows, " + row.getLong(1);
  }

  private static ScoreJob.Settings settings(
      Workplace work, RerankOptions.Scoring scoring, HashMap<String, double[]> masks) {
    Axes axes = scoring.axes();
    String weighting = masks == null ? "attention" : "mask";
    Broadcast<HashMap<String, double[]>> shared =
        masks == null
            ? null
            : JavaSparkContext.fromSparkContext(work.spark().sparkContext()).broadcast(masks);
    return new ScoreJob.Settings(
        new RerankedQuery.Parameters(scoring.n(), scoring.k(), scoring.t(), lower(axes), weighting),
        axes,
        shared);
  }

  private static void writeErrors(
      Dataset<Row> rankings, Dataset<Row> pairs, Path table, RunRecord run) {
    Dataset<Row> paths = rankings.select("query_id", "rank", "query_path", "gallery_path");
    Dataset<Row> errors =
        pairs
            .where(col("error").isNotNull())
            .join(paths, new String[] {"query_id", "rank"})
            .select(
                lit("correspond").as("stage"),
                col("failed_split").as("split"),
                when(col("failed_split").equalTo("query"), col("query_path"))
                    .otherwise(col("gallery_path"))
                    .as("path"),
                col("error"),
                col("message"))
            .distinct();
    Table.overwrite(
        errors
            .select(
                List.of(Failure.SCHEMA.fieldNames()).stream()
                    .map(n -> col(n))
                    .toArray(Column[]::new))
            .coalesce(1)
            .sort("split", "path"),
        table,
        run);
  }

  private static Map<String, Object> summary(
      Workplace work, Dataset<Row> rankings, Dataset<Row> pairs, Path folder) {
    Row counts =
        work.spark()
            .read()
            .schema(RerankedQuery.SCHEMA)
            .parquet(new Path(folder, "results").toString())
            .agg(
                count(lit(1)),
                expr("coalesce(sum(cast(correct as int)), 0)"),
                expr("coalesce(sum(cast(knn_correct as int)), 0)"))
            .first();
    long ranked = rankings.select("query_id").distinct().count();
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("queries", ranked);
    summary.put("queries_with_result", counts.getLong(0));
    summary.put("chm_correct", counts.getLong(1));
    summary.put("knn_correct", counts.getLong(2));
    summary.put("pairs", pairs.where(col("error").isNull()).count());
    summary.put(
        "images_failed",
        work.spark().read().parquet(new Path(folder, "errors").toString()).count());
    return summary;
  }

  private static void report(
      Console console, Map<String, Object> summary, RerankOptions options, Path folder) {
    long queries = (Long) summary.get("queries_with_result");
    String name = options.scoring().mask() == null ? "CHM-Corr" : "CHM-Corr+";
    accuracy(console, "kNN", (Long) summary.get("knn_correct"), queries, options.scoring().k());
    accuracy(console, name, (Long) summary.get("chm_correct"), queries, options.scoring().k());
    int now = (Integer) summary.get("queries_compared_now");
    double seconds = (Double) summary.get("correspond_seconds");
    console.result(
        "Queries: %d of %d have a result; %d compared now in %.1f s (%.1f pairs/s)",
        queries,
        (Long) summary.get("queries"),
        now,
        seconds,
        now == 0 ? 0 : (double) now * options.scoring().n() / seconds);
    if ((Long) summary.get("images_failed") > 0) {
      console.result("%d images failed: see %s/errors", summary.get("images_failed"), folder);
    }
    console.result("Tables: %s/{results,correspondences,errors}", folder);
    if (options.perQuery() != RerankOptions.PerQuery.NONE) {
      console.result("Files per query: %s/queries", folder);
    }
  }

  private static void accuracy(Console console, String name, long correct, long all, int k) {
    console.result(
        "%-9s accuracy, k = %d: %6.2f %% (%d of %d)",
        name, k, all == 0 ? 0 : 100.0 * correct / all, correct, all);
  }
}
