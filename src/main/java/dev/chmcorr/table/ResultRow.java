package dev.chmcorr.table;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * A row of the table {@code results}: one query in one setting, predicted by kNN and by re-ranking.
 *
 * @param queryId id of the query
 * @param path its path
 * @param className its class; null if unknown
 * @param prediction majority class of the first k re-ranked candidates
 * @param votes its votes
 * @param correct whether it is a right answer; null if nobody knows
 * @param knn the same by the kNN ranking alone
 * @param neighbours all candidates, best score first
 * @param setting how they were scored
 * @param maskCells the query's mask, [7][7] row-major; null if attention weighed the cells
 */
public record ResultRow(
    int queryId,
    String path,
    String className,
    String prediction,
    int votes,
    Boolean correct,
    Knn knn,
    List<RankedCandidate> neighbours,
    Setting setting,
    List<Double> maskCells)
    implements Serializable {

  /** Majority class of the first k nearest neighbours, its votes, and whether it is right. */
  public record Knn(String prediction, int votes, Boolean correct) implements Serializable {}

  /** A candidate after re-ranking; {@code rank} 1 = best score, {@code knnRank} 1 = nearest. */
  public record RankedCandidate(
      int rank, int knnRank, int galleryId, String path, String className, double score)
      implements Serializable {}

  /** Columns of the table, in order. */
  public static final StructType SCHEMA = Schemas.RESULTS.type();

  /** This query as a row of {@link #SCHEMA}. */
  public Row toRow() {
    List<Object> values = new ArrayList<>(List.of(queryId, path));
    values.addAll(Arrays.asList(className, prediction, votes, correct));
    values.addAll(Arrays.asList(knn.prediction(), knn.votes(), knn.correct()));
    values.add(Codec.array(neighbours.stream().map(ResultRow::toRow).toList()));
    values.addAll(setting.values());
    values.add(maskCells == null ? null : maskCells.toArray(Double[]::new));
    return RowFactory.create(values.toArray());
  }

  private static Row toRow(RankedCandidate neighbour) {
    return RowFactory.create(
        neighbour.rank(),
        neighbour.knnRank(),
        neighbour.galleryId(),
        neighbour.path(),
        neighbour.className(),
        neighbour.score());
  }
}
