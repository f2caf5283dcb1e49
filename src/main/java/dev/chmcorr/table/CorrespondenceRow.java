package dev.chmcorr.table;

import dev.chmcorr.domain.ComparedPair;
import dev.chmcorr.domain.Split;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A row of the table of correspondences: one (query, candidate) pair with everything that scoring
 * needs, or the reason why it has none.
 *
 * @param queryId id of the query
 * @param queryPath where its image is read
 * @param rank of the candidate in the kNN ranking, 1 = nearest
 * @param galleryId id of the candidate
 * @param galleryPath where its image is read
 * @param correspondence what the method found, or null if the pair failed
 * @param failedSplit which of the two images failed, or null
 * @param failure why, or null
 */
public record CorrespondenceRow(
    int queryId,
    String queryPath,
    int rank,
    int galleryId,
    String galleryPath,
    ComparedPair correspondence,
    Split failedSplit,
    Failure failure) {

  /**
   * Columns of the table, in order.
   *
   * @param codec of the method that compares the pairs
   */
  public static StructType schema(PairCodec codec) {
    StructType schema =
        new StructType()
            .add("query_id", DataTypes.IntegerType, false)
            .add("query_path", DataTypes.StringType, false)
            .add("rank", DataTypes.IntegerType, false)
            .add("gallery_id", DataTypes.IntegerType, false)
            .add("gallery_path", DataTypes.StringType, false);
    for (StructField column : codec.columns().fields()) {
      schema = schema.add(column);
    }
    return Failure.addTo(schema.add("failed_split", DataTypes.StringType, true));
  }

  /** Reads a row of {@link #schema}. */
  public static CorrespondenceRow fromRow(Row row, PairCodec codec) {
    Failure failure = Failure.fromRow(row);
    boolean failed = failure != null;
    return new CorrespondenceRow(
        Codec.integer(row, "query_id"),
        Codec.text(row, "query_path"),
        Codec.integer(row, "rank"),
        Codec.integer(row, "gallery_id"),
        Codec.text(row, "gallery_path"),
        failed ? null : codec.pair(row),
        failed ? Split.of(Codec.text(row, "failed_split")) : null,
        failure);
  }

  /** This pair as a row of {@link #schema}. */
  public Row toRow(PairCodec codec) {
    List<Object> values =
        new ArrayList<>(List.of(queryId, queryPath, rank, galleryId, galleryPath));
    values.addAll(
        correspondence == null
            ? Collections.nCopies(codec.columns().size(), null)
            : codec.values(correspondence));
    values.add(failedSplit == null ? null : failedSplit.text());
    values.addAll(Failure.values(failure));
    return RowFactory.create(values.toArray());
  }
}
