package dev.chmcorr.job.score;

import dev.chmcorr.chm.Candidate;
import dev.chmcorr.chm.Reranking;
import dev.chmcorr.domain.ComparedPair;
import dev.chmcorr.domain.ImageClass;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Query;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.table.ClassResultRow;
import dev.chmcorr.table.ClassSchemas;
import dev.chmcorr.table.PairCodec;
import dev.chmcorr.table.QueryRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import scala.Tuple4;

/** Scores the neighbours of each class in one setting. No network; nobody votes. */
public final class ClassScoreJob {
  private ClassScoreJob() {}

  /**
   * Rows of {@link ClassSchemas#RESULTS}, one for each class of a query of which an image could be
   * compared.
   *
   * @param rankings rows of {@link ClassSchemas#RANKINGS} with a column place, a number for both
   *     ranks
   * @param pairs rows with the columns of the table of correspondences whose rank is such a place
   * @param plan how to score
   */
  public static Dataset<Row> results(
      Dataset<Row> rankings, Dataset<Row> pairs, ScoreJob.Plan plan) {
    MapFunction<Row, Integer> ofRow = row -> row.<Integer>getAs("query_id");
    MapFunction<Tuple4<Integer, Integer, int[], float[]>, Integer> ofPair = pair -> pair._1();
    return rankings
        .groupByKey(ofRow, Encoders.INT())
        .cogroup(
            PairReader.read(pairs, ComparisonMethods.named(plan.method()).codec())
                .groupByKey(ofPair, Encoders.INT()),
            new ScoreClasses(plan),
            Encoders.row(ClassSchemas.RESULTS.type()));
  }

  private static final class ScoreClasses
      implements CoGroupFunction<Integer, Row, Tuple4<Integer, Integer, int[], float[]>, Row> {
    private static final long serialVersionUID = 1L;

    private final ScoreJob.Plan plan;

    ScoreClasses(ScoreJob.Plan plan) {
      this.plan = plan;
    }

    @Override
    public Iterator<Row> call(
        Integer id,
        Iterator<Row> neighbours,
        Iterator<Tuple4<Integer, Integer, int[], float[]>> pairs) {
      PairCodec codec = ComparisonMethods.named(plan.method()).codec();
      Map<Integer, ComparedPair> compared = new HashMap<>();
      pairs.forEachRemaining(
          pair -> compared.put(pair._2(), PairReader.pair(pair._3(), pair._4(), codec)));
      TreeMap<Integer, List<Candidate>> classes = new TreeMap<>();
      while (neighbours.hasNext()) {
        Row row = neighbours.next();
        ComparedPair pair = compared.get(row.<Integer>getAs("place"));
        if (pair != null) {
          classes
              .computeIfAbsent(row.getAs("class_rank"), rank -> new ArrayList<>())
              .add(new Candidate(image(row), row.getAs("rank"), pair));
        }
      }
      Query query = QueryRow.query(plan.queries().value().get(id));
      List<Row> rows = new ArrayList<>();
      classes.forEach((rank, candidates) -> rows.add(result(query, rank, candidates).toRow()));
      return rows.iterator();
    }

    private static ImageRef image(Row row) {
      return new ImageRef(
          row.getAs("gallery_id"),
          row.getAs("gallery_path"),
          row.getAs("gallery_class"),
          row.getAs("gallery_label"));
    }

    private ClassResultRow result(Query query, int classRank, List<Candidate> candidates) {
      List<ClassResultRow.Scored> scored = new ArrayList<>();
      for (Reranking.Scored best : Reranking.of(plan.scoring(query.id()), candidates).ordered()) {
        Candidate candidate = best.candidate();
        scored.add(
            new ClassResultRow.Scored(
                candidate.rank(), candidate.image().id(), candidate.image().path(), best.score()));
      }
      ImageClass ofAll = candidates.get(0).image().imageClass();
      double mean =
          scored.stream().mapToDouble(ClassResultRow.Scored::score).average().orElseThrow();
      return new ClassResultRow(
          query.id(),
          query.path(),
          query.className(),
          classRank,
          ofAll,
          mean,
          scored,
          plan.setting());
    }
  }
}
