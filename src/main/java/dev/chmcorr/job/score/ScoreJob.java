package dev.chmcorr.job.score;

import dev.chmcorr.chm.AttentionScoring;
import dev.chmcorr.chm.MaskScoring;
import dev.chmcorr.chm.Scoring;
import dev.chmcorr.domain.ComparedPair;
import dev.chmcorr.domain.Query;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.run.Metric;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.job.run.TaskMeter;
import dev.chmcorr.table.PairCodec;
import dev.chmcorr.table.QueryRow;
import dev.chmcorr.table.RankingRow;
import dev.chmcorr.table.ResultRow;
import dev.chmcorr.table.Setting;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import scala.Tuple4;

/**
 * Scores and votes in one setting: rankings and correspondences to results and files per query. No
 * network.
 */
public final class ScoreJob {
  private ScoreJob() {}

  /**
   * How to score each query.
   *
   * @param method that compared the pairs
   * @param setting N, K, T, axes and mask
   * @param queries all of them, by their ids, as rows of {@link QueryRow#SCHEMA}
   * @param masks by the same ids, or null for attention
   * @param files one to write for each query, or null
   * @param meter counts the queries scored, once for every time that Spark computes their rows
   */
  public record Plan(
      String method,
      Setting setting,
      Broadcast<HashMap<Integer, Row>> queries,
      Broadcast<HashMap<Integer, double[]>> masks,
      QueryFiles files,
      StageMeter meter)
      implements Serializable {

    /** How pairs of a query are scored. */
    Scoring scoring(Integer id) {
      return masks == null
          ? new AttentionScoring(setting.axes(), setting.t())
          : new MaskScoring(setting.axes(), masks.value().get(id));
    }
  }

  /**
   * Rows of {@link ResultRow#SCHEMA}, one per query that has a comparison. Whatever computes them
   * more than once scores, and writes files, more than once.
   *
   * @param rankings rows of {@link RankingRow#SCHEMA}
   * @param pairs rows of the table of correspondences, whatever their ranks
   */
  public static Dataset<Row> results(Dataset<Row> rankings, Dataset<Row> pairs, Plan plan) {
    MapFunction<Row, Integer> ofRow = row -> row.<Integer>getAs("query_id");
    MapFunction<Tuple4<Integer, Integer, int[], float[]>, Integer> ofPair = pair -> pair._1();
    return rankings
        .groupByKey(ofRow, Encoders.INT())
        .cogroup(
            PairReader.read(pairs.where(pairs.col("rank").leq(plan.setting().n())), codec(plan))
                .groupByKey(ofPair, Encoders.INT()),
            new ScoreQuery(plan),
            Encoders.row(ResultRow.SCHEMA));
  }

  private static PairCodec codec(Plan plan) {
    return ComparisonMethods.named(plan.method()).codec();
  }

  private static final class ScoreQuery
      implements CoGroupFunction<Integer, Row, Tuple4<Integer, Integer, int[], float[]>, Row> {
    private static final long serialVersionUID = 1L;

    private final Plan plan;

    ScoreQuery(Plan plan) {
      this.plan = plan;
    }

    @Override
    public Iterator<Row> call(
        Integer id,
        Iterator<Row> neighbours,
        Iterator<Tuple4<Integer, Integer, int[], float[]>> pairs)
        throws IOException {
      TaskMeter meter = plan.meter().task();
      ScoredQuery query = meter.time(Metric.SCORE, () -> score(id, neighbours, pairs));
      if (query == null) {
        return Collections.emptyIterator();
      }
      meter.count(Metric.QUERIES_SCORED, 1);
      if (plan.files() != null) {
        plan.files().write(query.explanation(plan.setting().k()));
      }
      return List.of(query.result(plan.setting()).toRow()).iterator();
    }

    private ScoredQuery score(
        Integer id,
        Iterator<Row> neighbours,
        Iterator<Tuple4<Integer, Integer, int[], float[]>> pairs) {
      List<RankingRow> ranking = new ArrayList<>();
      neighbours.forEachRemaining(row -> ranking.add(RankingRow.fromRow(row)));
      PairCodec codec = codec(plan);
      Map<Integer, ComparedPair> compared = new HashMap<>();
      // A rank counts once, should two runs ever have written to the table at once.
      pairs.forEachRemaining(
          pair -> compared.putIfAbsent(pair._2(), PairReader.pair(pair._3(), pair._4(), codec)));
      if (ranking.isEmpty() || compared.isEmpty()) {
        return null;
      }
      Query query = QueryRow.query(plan.queries().value().get(id));
      return ScoredQuery.of(query, ranking, compared, plan.scoring(id));
    }
  }
}
