package dev.chmcorr.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * A row of the table {@code accuracies}: how often a setting is right, beside kNN with the same
 * number of votes.
 *
 * @param setting how pairs were scored; with a mask its t means nothing
 * @param parts how many of the most similar cells count; null with a mask
 * @param counts queries
 * @param statistics of these; null if no right answer is known
 */
public record AccuracyRow(Setting setting, Integer parts, Counts counts, Statistics statistics) {

  /**
   * Queries.
   *
   * @param scored those with a result
   * @param judged of these, the ones of which a right answer is known
   * @param bothCorrect of these, predicted right by kNN and after re-ranking
   * @param onlyKnnCorrect spoilt by re-ranking
   * @param onlyChmCorrect mended by re-ranking
   */
  public record Counts(
      long scored, long judged, long bothCorrect, long onlyKnnCorrect, long onlyChmCorrect) {
    /** Of the judged, predicted right by kNN. */
    public long knnCorrect() {
      return bothCorrect + onlyKnnCorrect;
    }

    /** Of the judged, predicted right after re-ranking. */
    public long chmCorrect() {
      return bothCorrect + onlyChmCorrect;
    }
  }

  /**
   * What follows from the counts.
   *
   * @param knnAccuracy share of the judged queries that kNN predicts right, in [0, 1]
   * @param chmAccuracy the same after re-ranking
   * @param chmLow lower end of its 95 % confidence interval (Wilson's)
   * @param chmHigh upper end
   * @param mcnemarP probability of a difference as large by chance (McNemar's test)
   */
  public record Statistics(
      double knnAccuracy, double chmAccuracy, double chmLow, double chmHigh, double mcnemarP) {}

  /** Columns of the table, in order. */
  public static final StructType SCHEMA = Schemas.ACCURACIES.type();

  /** This setting as a row of {@link #SCHEMA}. */
  public Row toRow() {
    List<Object> values = new ArrayList<>(setting.values());
    values.add(parts);
    values.addAll(List.of(counts.scored(), counts.judged()));
    values.addAll(List.of(counts.knnCorrect(), counts.chmCorrect(), counts.bothCorrect()));
    values.addAll(List.of(counts.onlyKnnCorrect(), counts.onlyChmCorrect()));
    values.addAll(
        statistics == null
            ? Arrays.asList(null, null, null, null, null)
            : List.of(
                statistics.knnAccuracy(),
                statistics.chmAccuracy(),
                statistics.chmLow(),
                statistics.chmHigh(),
                statistics.mcnemarP()));
    return RowFactory.create(values.toArray());
  }

  /** Reads a row of {@link #SCHEMA}. */
  public static AccuracyRow fromRow(Row row) {
    Counts counts =
        new Counts(
            number(row, "queries"),
            number(row, "judged"),
            number(row, "both_correct"),
            number(row, "only_knn_correct"),
            number(row, "only_chm_correct"));
    Statistics statistics =
        Codec.isNull(row, "mcnemar_p")
            ? null
            : new Statistics(
                share(row, "knn_accuracy"),
                share(row, "chm_accuracy"),
                share(row, "chm_low"),
                share(row, "chm_high"),
                share(row, "mcnemar_p"));
    return new AccuracyRow(Setting.fromRow(row), row.getAs("parts"), counts, statistics);
  }

  private static long number(Row row, String column) {
    return row.getLong(row.fieldIndex(column));
  }

  private static double share(Row row, String column) {
    return row.getDouble(row.fieldIndex(column));
  }
}
