package dev.chmcorr.job.score;

import dev.chmcorr.chm.AttentionScoring;
import dev.chmcorr.chm.MaskScoring;
import dev.chmcorr.chm.Scoring;
import dev.chmcorr.domain.Axes;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.run.Metric;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.table.CorrespondenceRow;
import dev.chmcorr.table.PairCodec;
import dev.chmcorr.table.RankingRow;
import dev.chmcorr.table.ResultRow;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.KeyValueGroupedDataset;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;

/** Scores and votes: rankings and correspondences to results and files per query. No network. */
public final class ScoreJob {
  private ScoreJob() {}

  /**
   * How to score each query.
   *
   * @param method that compared the pairs
   * @param parameters N, K, T, axes and weighting as the results show them
   * @param axes which similarity map
   * @param masks by class/file, or null for attention
   * @param meter gets the seconds of scoring, once for every time that Spark computes the rows
   */
  public record Settings(
      String method,
      ResultRow.Parameters parameters,
      Axes axes,
      Broadcast<HashMap<String, double[]>> masks,
      StageMeter meter)
      implements Serializable {

    private Scoring scoring(String queryPath, String queryClass) {
      if (masks == null) {
        return new AttentionScoring(axes, parameters.t());
      }
      double[] mask = Masks.of(masks.value(), queryPath, queryClass);
      return new MaskScoring(axes, mask);
    }
  }

  /** Rows of {@link ResultRow#SCHEMA}, one per query that has a comparison. */
  public static Dataset<Row> results(Dataset<Row> rankings, Dataset<Row> pairs, Settings settings) {
    CoGroupFunction<Integer, Row, Row, Row> score =
        (id, neighbours, compared) -> {
          ScoredQuery query = score(neighbours, compared, settings);
          return query == null
              ? Collections.emptyIterator()
              : List.of(query.result(settings.parameters()).toRow()).iterator();
        };
    return byQuery(rankings).cogroup(byQuery(pairs), score, Encoders.row(ResultRow.SCHEMA));
  }

  /** Writes a file per query into a folder; gives how many. */
  public static long writeFiles(
      Dataset<Row> rankings,
      Dataset<Row> pairs,
      Settings settings,
      QueryFiles files,
      Broadcast<SerializableConfiguration> configuration) {
    CoGroupFunction<Integer, Row, Row, Integer> write =
        (id, neighbours, compared) -> {
          ScoredQuery query = score(neighbours, compared, settings);
          if (query == null) {
            return Collections.emptyIterator();
          }
          files.write(configuration.value().value(), query.explanation(settings.parameters().k()));
          return List.of(id).iterator();
        };
    return byQuery(rankings).cogroup(byQuery(pairs), write, Encoders.INT()).count();
  }

  private static ScoredQuery score(
      Iterator<Row> neighbours, Iterator<Row> compared, Settings settings) {
    return settings.meter().task().time(Metric.SCORE, () -> scored(neighbours, compared, settings));
  }

  private static ScoredQuery scored(
      Iterator<Row> neighbours, Iterator<Row> compared, Settings settings) {
    List<RankingRow> ranking = new ArrayList<>();
    neighbours.forEachRemaining(row -> ranking.add(RankingRow.fromRow(row)));
    List<CorrespondenceRow> pairs = new ArrayList<>();
    PairCodec codec = ComparisonMethods.named(settings.method()).codec();
    compared.forEachRemaining(row -> pairs.add(CorrespondenceRow.fromRow(row, codec)));
    if (ranking.isEmpty()) {
      return null;
    }
    RankingRow any = ranking.get(0);
    return ScoredQuery.of(ranking, pairs, settings.scoring(any.queryPath(), any.queryClass()));
  }

  private static KeyValueGroupedDataset<Integer, Row> byQuery(Dataset<Row> rows) {
    MapFunction<Row, Integer> key = row -> row.<Integer>getAs("query_id");
    return rows.groupByKey(key, Encoders.INT());
  }
}
