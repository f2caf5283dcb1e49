package dev.chmcorr.table;

import dev.chmcorr.table.AccuracyRow.Counts;
import dev.chmcorr.table.AccuracyRow.Statistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * A row of the table {@code summary}: how often a method is right on a data set in one setting.
 *
 * @param of what was judged
 * @param accuracy how often it was right
 */
public record SummaryRow(Of of, AccuracyRow accuracy) {
  /**
   * A run of a study.
   *
   * @param data name of the data set
   * @param network name of the networks
   * @param method that compared the pairs
   * @param imagesFailed of the data set
   * @param run folder of the pairs
   */
  public record Of(String data, String network, String method, long imagesFailed, String run) {}

  /** Columns of the table, in order. */
  public static final StructType SCHEMA = Schemas.SUMMARY.type();

  /** This row as one of {@link #SCHEMA}. */
  public Row toRow() {
    return RowFactory.create(values().toArray());
  }

  /** Its values, in the order of the columns. */
  public List<Object> values() {
    Counts counts = accuracy.counts();
    Statistics found = accuracy.statistics();
    List<Object> values = new ArrayList<>(List.of(of.data(), of.network(), of.method()));
    values.addAll(accuracy.setting().values());
    values.add(accuracy.parts());
    values.addAll(List.of(counts.scored(), counts.judged(), counts.chmCorrect()));
    values.addAll(
        found == null
            ? Arrays.asList(null, null, null)
            : List.of(found.chmAccuracy(), found.chmLow(), found.chmHigh()));
    values.add(counts.knnCorrect());
    values.add(found == null ? null : found.knnAccuracy());
    values.addAll(List.of(counts.onlyChmCorrect(), counts.onlyKnnCorrect()));
    values.add(found == null ? null : found.mcnemarP());
    values.addAll(List.of(of.imagesFailed(), of.run()));
    return values;
  }
}
