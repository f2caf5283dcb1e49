package dev.chmcorr.job.picture;

import dev.chmcorr.chm.AttentionScoring;
import dev.chmcorr.chm.MaskScoring;
import dev.chmcorr.chm.Reranking;
import dev.chmcorr.chm.Scoring;
import dev.chmcorr.domain.ComparedPair;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.labels.ClassNames;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.run.Metric;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.job.score.PairReader;
import dev.chmcorr.job.score.ScoredQuery;
import dev.chmcorr.picture.Figure;
import dev.chmcorr.picture.Lettering;
import dev.chmcorr.picture.PictureFormat;
import dev.chmcorr.store.Storage;
import dev.chmcorr.store.StoredImages;
import dev.chmcorr.table.PairCodec;
import dev.chmcorr.table.QueryRow;
import dev.chmcorr.table.RankingRow;
import dev.chmcorr.table.Setting;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;
import scala.Tuple4;

/** Draws the figure of a query into its file, which is there whole or not at all. */
final class DrawQuery
    implements Function<
        Tuple2<Integer, Tuple2<Iterable<Row>, Iterable<Tuple4<Integer, Integer, int[], float[]>>>>,
        Row> {
  private static final long serialVersionUID = 1L;

  /**
   * What tasks need.
   *
   * @param look setting and transform of the run
   * @param method that compared the pairs
   * @param names of classes
   * @param queries what is known of each, by id, as rows of {@link Known}
   * @param pictures where they go
   * @param meter counts those that are drawn
   */
  record Plan(
      RunFigure.Look look,
      String method,
      ClassNames names,
      Broadcast<HashMap<Integer, Row>> queries,
      Pictures pictures,
      StageMeter meter)
      implements Serializable {}

  /**
   * What the driver knows of a query.
   *
   * @param query row of {@link QueryRow#SCHEMA}
   * @param prediction of the setting's results
   * @param mask [7][7] row-major, or null for attention
   * @param file that the picture goes to
   */
  record Known(Row query, String prediction, double[] mask, String file) {
    private static Known fromRow(Row row) {
      return new Known(row.getStruct(0), row.getString(1), row.getAs(2), row.getString(3));
    }

    /** As it is broadcast: Kryo takes no records. */
    Row toRow() {
      return RowFactory.create(query, prediction, mask, file);
    }
  }

  /**
   * Pictures.
   *
   * @param format of the files
   * @param limits of images
   * @param configuration reaches images and files
   */
  record Pictures(
      PictureFormat format, Limits limits, Broadcast<SerializableConfiguration> configuration)
      implements Serializable {}

  private final Plan plan;

  DrawQuery(Plan plan) {
    this.plan = plan;
  }

  @Override
  public Row call(
      Tuple2<Integer, Tuple2<Iterable<Row>, Iterable<Tuple4<Integer, Integer, int[], float[]>>>>
          rows)
      throws IOException {
    // Else an executor without fonts would end of an error.
    Lettering.require();
    Known known = Known.fromRow(plan.queries().value().get(rows._1()));
    List<RankingRow> ranking = new ArrayList<>();
    rows._2()._1().forEach(row -> ranking.add(RankingRow.fromRow(row)));
    ranking.sort(Comparator.comparingInt(RankingRow::rank));
    ScoredQuery scored =
        ScoredQuery.of(
            QueryRow.query(known.query()), ranking, compared(rows._2()._2()), scoring(known));
    check(scored.reranking(), known);
    Storage store = new Storage(plan.pictures().configuration().value().value());
    TileReader tiles = new TileReader(new StoredImages(store), plan.pictures().limits());
    Figure figure = new RunFigure(scored, ranking, plan.look(), tiles).figure().named(plan.names());
    store.writeWhole(new Path(known.file()), out -> plan.pictures().format().write(figure, out));
    plan.meter().count(Metric.DONE, 1);
    return Outcome.of(rows._1(), tiles, figure).toRow();
  }

  private Map<Integer, ComparedPair> compared(
      Iterable<Tuple4<Integer, Integer, int[], float[]>> pairs) {
    PairCodec codec = ComparisonMethods.named(plan.method()).codec();
    Map<Integer, ComparedPair> compared = new HashMap<>();
    // A rank counts once, should two runs ever have written to the table at once.
    pairs.forEach(
        pair -> compared.putIfAbsent(pair._2(), PairReader.pair(pair._3(), pair._4(), codec)));
    return compared;
  }

  private Scoring scoring(Known known) {
    Setting setting = plan.look().setting();
    return known.mask() == null
        ? new AttentionScoring(setting.axes(), setting.t())
        : new MaskScoring(setting.axes(), known.mask());
  }

  /** A figure must not say otherwise than the results that it is to explain. */
  private void check(Reranking reranking, Known known) {
    Setting setting = plan.look().setting();
    String now = reranking.ordered().isEmpty() ? "none" : reranking.vote(setting.k()).className();
    if (!now.equals(known.prediction())) {
      throw new UserException(
          "Cannot draw query %d: its pairs give %s, the results of setting %s say %s; pairs were compared anew since, so score it again (rerank)"
              .formatted(
                  QueryRow.query(known.query()).id(), now, setting.name(), known.prediction()));
    }
  }
}
