package dev.chmcorr.table;

import dev.chmcorr.domain.Correspondence;
import dev.chmcorr.domain.Split;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
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
 * @param correspondence null if either image failed
 * @param failedSplit which of the two images failed, or null
 * @param failure why, or null
 */
public record CorrespondenceRow(
    int queryId,
    String queryPath,
    int rank,
    int galleryId,
    String galleryPath,
    Correspondence correspondence,
    Split failedSplit,
    Failure failure)
    implements Serializable {
  private static final ArrayType FLOATS = DataTypes.createArrayType(DataTypes.FloatType, false);

  /** Columns of the table, in order; the five arrays hold 49 values each. */
  public static final StructType SCHEMA =
      Failure.addTo(
          new StructType()
              .add("query_id", DataTypes.IntegerType, false)
              .add("query_path", DataTypes.StringType, false)
              .add("rank", DataTypes.IntegerType, false)
              .add("gallery_id", DataTypes.IntegerType, false)
              .add("gallery_path", DataTypes.StringType, false)
              .add("points_x", FLOATS, true)
              .add("points_y", FLOATS, true)
              .add("cos_published", FLOATS, true)
              .add("cos_aligned", FLOATS, true)
              .add("attention", FLOATS, true)
              .add("failed_split", DataTypes.StringType, true));

  /** Reads a row of {@link #SCHEMA}. */
  public static CorrespondenceRow fromRow(Row row) {
    Failure failure = Failure.fromRow(row);
    boolean failed = failure != null;
    return new CorrespondenceRow(
        Codec.integer(row, "query_id"),
        Codec.text(row, "query_path"),
        Codec.integer(row, "rank"),
        Codec.integer(row, "gallery_id"),
        Codec.text(row, "gallery_path"),
        failed ? null : correspondence(row),
        failed ? Split.of(Codec.text(row, "failed_split")) : null,
        failure);
  }

  private static Correspondence correspondence(Row row) {
    return new Correspondence(
        Codec.floats(row, "points_x"),
        Codec.floats(row, "points_y"),
        Codec.floats(row, "cos_published"),
        Codec.floats(row, "cos_aligned"),
        Codec.floats(row, "attention"));
  }

  /** This pair as a row of {@link #SCHEMA}. */
  public Row toRow() {
    List<Object> values = new ArrayList<>(List.of(queryId, queryPath, rank, galleryId, galleryPath));
    Correspondence c = correspondence;
    values.add(c == null ? null : Codec.array(c.pointsX()));
    values.add(c == null ? null : Codec.array(c.pointsY()));
    values.add(c == null ? null : Codec.array(c.cosPublished()));
    values.add(c == null ? null : Codec.array(c.cosAligned()));
    values.add(c == null ? null : Codec.array(c.attention()));
    values.add(failedSplit == null ? null : failedSplit.text());
    values.addAll(Failure.values(failure));
    return RowFactory.create(values.toArray());
  }
}
