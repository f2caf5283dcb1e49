package dev.chmcorr.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;

import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.table.ComparedPair;
import dev.chmcorr.table.RunRecord;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Compares every query with its nearest candidates: rankings to the table correspondences. */
final class CorrespondJob {
  private final Workplace work;
  private final Networks networks;
  private final TransformSet transform;
  private final OnError onError;
  private final CacheKey cache;
  private final StageMeter meter;

  CorrespondJob(
      Workplace work,
      Networks networks,
      TransformSet transform,
      OnError onError,
      CacheKey cache,
      StageMeter meter) {
    this.work = work;
    this.networks = networks;
    this.transform = transform;
    this.onError = onError;
    this.cache = cache;
    this.meter = meter;
  }

  /**
   * Appends what the table lacks. All rows of a query lie in one part file, which the committer
   * renames into place whole: a query is in the table completely or not at all, and the queries
   * that a killed run left in it are done.
   *
   * @param rankings rows of {@link dev.chmcorr.table.RankedNeighbour#SCHEMA} up to rank N
   * @return how many queries were compared now
   */
  int run(Dataset<Row> rankings, Path table, RunRecord run) throws IOException {
    work.store().delete(new Path(table, "_temporary"));
    work.describe("plan queries");
    List<Integer> planned = plan(rankings);
    Set<Integer> done = done(table);
    List<Integer> missing = planned.stream().filter(id -> !done.contains(id)).toList();
    work.console()
        .stage(
            "correspond: %d queries, %d of them already done",
            planned.size(), planned.size() - missing.size());
    new Chunks(work, meter)
        .run("queries", missing, 2, chunk -> Table.append(compare(rankings, chunk), table, run));
    return missing.size();
  }

  private Set<Integer> done(Path table) throws IOException {
    return new HashSet<>(
        Table.readOrEmpty(work.spark(), work.store(), table, ComparedPair.SCHEMA)
            .select("query_id")
            .distinct()
            .as(Encoders.INT())
            .collectAsList());
  }

  /** Query ids such that queries with common candidates follow one another. */
  private static List<Integer> plan(Dataset<Row> rankings) {
    return rankings
        .where(col("rank").equalTo(lit(1)))
        .sort("gallery_class", "gallery_id", "query_id")
        .select("query_id")
        .as(Encoders.INT())
        .collectAsList();
  }

  private Dataset<Row> compare(Dataset<Row> rankings, List<Integer> chunk) {
    Map<Integer, Row> byId = new HashMap<>();
    Dataset<Row> queries =
        rankings
            .where(col("query_id").isin(chunk.toArray()))
            .groupBy("query_id")
            .agg(
                first("query_path").as("query_path"),
                sort_array(
                        collect_list(struct(col("rank"), col("gallery_id"), col("gallery_path"))))
                    .as("candidates"));
    for (Row row : queries.collectAsList()) {
      byId.put(row.<Integer>getAs("query_id"), row);
    }
    List<Row> inOrder = new ArrayList<>(chunk.size());
    chunk.forEach(id -> inOrder.add(byId.get(id)));
    int partitions = Math.min(chunk.size(), 2 * work.slots());
    return work.spark()
        .createDataFrame(
            JavaSparkContext.fromSparkContext(work.spark().sparkContext())
                .parallelize(inOrder, partitions),
            QueryCandidates.SCHEMA)
        .mapPartitions(
            new CorrespondPartition(
                networks, transform, onError, cache, work.configuration(), meter),
            Encoders.row(ComparedPair.SCHEMA));
  }
}
