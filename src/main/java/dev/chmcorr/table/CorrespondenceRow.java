package dev.chmcorr.table;

import dev.chmcorr.domain.ComparedPair;
import dev.chmcorr.domain.Split;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
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
    return Schemas.correspondences(codec).type();
  }

  /** This pair as a row of {@link #schema}. */
  public Row toRow(PairCodec codec) {
    List<Object> values =
        new ArrayList<>(List.of(queryId, queryPath, rank, galleryId, galleryPath));
    if (correspondence == null) {
      values.addAll(Collections.nCopies(codec.columns().size(), null));
    } else {
      for (float[] array : codec.values(correspondence)) {
        values.add(Codec.array(array));
      }
    }
    values.add(failedSplit == null ? null : failedSplit.text());
    values.addAll(Failure.values(failure));
    return RowFactory.create(values.toArray());
  }
}
