package dev.chmcorr.job.correspond;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A query with the candidates that it is to be compared with.
 *
 * @param id of the query
 * @param path of the query
 * @param candidates nearest first
 */
record QueryCandidates(int id, String path, List<Candidate> candidates) {
  private static final StructType CANDIDATE =
      new StructType()
          .add("rank", DataTypes.IntegerType, false)
          .add("gallery_id", DataTypes.IntegerType, false)
          .add("gallery_path", DataTypes.StringType, false);

  static final StructType SCHEMA =
      new StructType()
          .add("query_id", DataTypes.IntegerType, false)
          .add("query_path", DataTypes.StringType, false)
          .add("candidates", DataTypes.createArrayType(CANDIDATE, false), false);

  /** A gallery image at a kNN rank, 1 = nearest. */
  record Candidate(int rank, int galleryId, String path) {}

  static QueryCandidates fromRow(Row row) {
    List<Row> candidates = row.getList(row.fieldIndex("candidates"));
    return new QueryCandidates(
        row.<Integer>getAs("query_id"),
        row.getAs("query_path"),
        candidates.stream()
            .map(c -> new Candidate(c.getInt(0), c.getInt(1), c.getString(2)))
            .toList());
  }
}
