package dev.chmcorr.job.rescore;

import static org.apache.spark.sql.functions.col;

import dev.chmcorr.domain.ComparedPair;
import dev.chmcorr.domain.GroundTruth;
import dev.chmcorr.domain.ImageClass;
import dev.chmcorr.job.run.Metric;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.job.run.TaskMeter;
import dev.chmcorr.job.score.PairReader;
import dev.chmcorr.table.QueryRow;
import dev.chmcorr.table.RankingRow;
import dev.chmcorr.table.ResultRow;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.KeyValueGroupedDataset;
import org.apache.spark.sql.Row;
import scala.Tuple3;

/**
 * Scores pairs in all settings of a grid. Each pair becomes its scores where it is read, so that
 * only these go to where a query's votes are counted.
 */
final class GridJob {
  private static final MapFunction<Row, Integer> QUERY = row -> row.<Integer>getAs("query_id");

  private GridJob() {}

  /**
   * How to score.
   *
   * @param method that compared the pairs
   * @param grid settings, and scores that they need
   * @param queries all of them, by their ids, as rows of {@link QueryRow#SCHEMA}
   * @param masks of the queries, by the same ids, for each file of masks
   * @param meter counts the pairs scored
   */
  record Plan(
      String method,
      SettingGrid grid,
      Broadcast<HashMap<Integer, Row>> queries,
      ArrayList<Broadcast<HashMap<Integer, double[]>>> masks,
      StageMeter meter)
      implements Serializable {

    /** The same, counted elsewhere. */
    Plan countedBy(StageMeter other) {
      return new Plan(method, grid, queries, masks, other);
    }

    TreeSet<Integer> ks() {
      TreeSet<Integer> ks = new TreeSet<>();
      grid.settings().forEach(setting -> ks.add(setting.setting().k()));
      return ks;
    }

    List<double[]> masksOf(int query) {
      return masks.stream().map(byId -> byId.value().get(query)).toList();
    }

    Row query(int id) {
      return queries.value().get(id);
    }
  }

  /**
   * Counts the queries that each setting predicts right.
   *
   * @param rankings rows of {@link RankingRow#SCHEMA}
   * @param pairs rows of the table of correspondences
   */
  static SettingCounts counts(Dataset<Row> rankings, Dataset<Row> pairs, Plan plan) {
    int settings = plan.grid().settings().size();
    Dataset<Row> classes =
        within(rankings, plan).select("query_id", "rank", "gallery_class", "gallery_label");
    MapPartitionsFunction<byte[], byte[]> sum = counts -> sum(counts, settings);
    List<byte[]> parts =
        classes
            .groupByKey(QUERY, Encoders.INT())
            .cogroup(scores(pairs, plan), new CountQuery(plan), Encoders.BINARY())
            .mapPartitions(sum, Encoders.BINARY())
            .collectAsList();
    SettingCounts counts = new SettingCounts(settings);
    parts.forEach(counts::add);
    return counts;
  }

  /** Rows of {@link ResultRow#SCHEMA}, one per query and setting that has a comparison. */
  static Dataset<Row> results(Dataset<Row> rankings, Dataset<Row> pairs, Plan plan) {
    return within(rankings, plan)
        .groupByKey(QUERY, Encoders.INT())
        .cogroup(scores(pairs, plan), new ResultsOfQuery(plan), Encoders.row(ResultRow.SCHEMA));
  }

  /** No setting has voters beyond its candidates. */
  private static Dataset<Row> within(Dataset<Row> rows, Plan plan) {
    return rows.where(col("rank").leq(plan.grid().mostCandidates()));
  }

  private static KeyValueGroupedDataset<Integer, Tuple3<Integer, Integer, byte[]>> scores(
      Dataset<Row> pairs, Plan plan) {
    Encoder<Tuple3<Integer, Integer, byte[]>> encoder =
        Encoders.tuple(Encoders.INT(), Encoders.INT(), Encoders.BINARY());
    MapFunction<Tuple3<Integer, Integer, byte[]>, Integer> query = pair -> pair._1();
    return PairReader.map(within(pairs, plan), plan.method(), new ScorePair(plan), encoder)
        .groupByKey(query, Encoders.INT());
  }

  private static Iterator<byte[]> sum(Iterator<byte[]> counts, int settings) {
    SettingCounts sum = new SettingCounts(settings);
    counts.forEachRemaining(sum::add);
    return List.of(sum.bytes()).iterator();
  }

  private static final class ScorePair
      implements PairReader.OfPair<Tuple3<Integer, Integer, byte[]>> {
    private static final long serialVersionUID = 1L;

    private final Plan plan;

    ScorePair(Plan plan) {
      this.plan = plan;
    }

    @Override
    public Tuple3<Integer, Integer, byte[]> of(int queryId, int rank, ComparedPair pair) {
      TaskMeter meter = plan.meter().task();
      List<double[]> masks = plan.masksOf(queryId);
      double[] scores = meter.time(Metric.SCORE, () -> plan.grid().scores().of(pair, masks));
      meter.count(Metric.DONE, 1);
      ByteBuffer bytes = ByteBuffer.allocate(scores.length * Double.BYTES);
      bytes.asDoubleBuffer().put(scores);
      return new Tuple3<>(queryId, rank, bytes.array());
    }
  }

  private static Map<Integer, double[]> byRank(Iterator<Tuple3<Integer, Integer, byte[]>> pairs) {
    Map<Integer, double[]> byRank = new HashMap<>();
    while (pairs.hasNext()) {
      Tuple3<Integer, Integer, byte[]> pair = pairs.next();
      double[] scores = new double[pair._3().length / Double.BYTES];
      ByteBuffer.wrap(pair._3()).asDoubleBuffer().get(scores);
      // A rank counts once, should two runs ever have written to the table at once.
      byRank.putIfAbsent(pair._2(), scores);
    }
    return byRank;
  }

  private static final class CountQuery
      implements CoGroupFunction<Integer, Row, Tuple3<Integer, Integer, byte[]>, byte[]> {
    private static final long serialVersionUID = 1L;

    private final Plan plan;
    private final TreeSet<Integer> ks;

    CountQuery(Plan plan) {
      this.plan = plan;
      this.ks = plan.ks();
    }

    @Override
    public Iterator<byte[]> call(
        Integer id, Iterator<Row> neighbours, Iterator<Tuple3<Integer, Integer, byte[]>> pairs) {
      TreeMap<Integer, ImageClass> ranking = new TreeMap<>();
      neighbours.forEachRemaining(
          row -> ranking.put(row.getInt(1), ImageClass.of(row.getString(2), row.getAs(3))));
      Map<Integer, double[]> scores = byRank(pairs);
      if (ranking.isEmpty() || scores.isEmpty()) {
        return Collections.emptyIterator();
      }
      return plan.meter().task().time(Metric.SCORE, () -> count(id, ranking, scores));
    }

    private Iterator<byte[]> count(
        int id, TreeMap<Integer, ImageClass> ranking, Map<Integer, double[]> scores) {
      List<GridSetting> settings = plan.grid().settings();
      GroundTruth truth = QueryRow.query(plan.query(id)).truth();
      SettingCounts counts = new SettingCounts(settings.size());
      counts.add(settings, new QueryVotes(ranking, scores, ks), truth);
      return List.of(counts.bytes()).iterator();
    }
  }

  private static final class ResultsOfQuery
      implements CoGroupFunction<Integer, Row, Tuple3<Integer, Integer, byte[]>, Row> {
    private static final long serialVersionUID = 1L;

    private final Plan plan;
    private final TreeSet<Integer> ks;

    ResultsOfQuery(Plan plan) {
      this.plan = plan;
      this.ks = plan.ks();
    }

    @Override
    public Iterator<Row> call(
        Integer id, Iterator<Row> neighbours, Iterator<Tuple3<Integer, Integer, byte[]>> pairs) {
      TreeMap<Integer, RankingRow> ranking = new TreeMap<>();
      neighbours.forEachRemaining(
          row -> {
            RankingRow neighbour = RankingRow.fromRow(row);
            ranking.put(neighbour.rank(), neighbour);
          });
      Map<Integer, double[]> scores = byRank(pairs);
      if (ranking.isEmpty() || scores.isEmpty()) {
        return Collections.emptyIterator();
      }
      QueryResults results = QueryResults.of(QueryRow.query(plan.query(id)), ranking, scores, ks);
      return plan.grid().settings().stream()
          .map(setting -> results.in(setting, plan.masksOf(id)))
          .filter(row -> row != null)
          .map(ResultRow::toRow)
          .iterator();
    }
  }
}
