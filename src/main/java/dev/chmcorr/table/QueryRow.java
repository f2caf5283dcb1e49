package dev.chmcorr.table;

import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.GroundTruth;
import dev.chmcorr.domain.Query;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * A row of the table {@code queries}: one image that is to be explained, ranked or not.
 *
 * @param query which
 * @param version of its file when it was listed
 */
public record QueryRow(Query query, FileVersion version) {
  /** Columns of the table, in order. */
  public static final StructType SCHEMA = Schemas.QUERIES.type();

  /** Reads the query of a row of {@link #SCHEMA}. */
  public static Query query(Row row) {
    List<String> classes =
        Codec.isNull(row, "classes") ? List.of() : row.getList(row.fieldIndex("classes"));
    return new Query(
        Codec.integer(row, "query_id"),
        Codec.text(row, "path"),
        Codec.text(row, "name"),
        Codec.text(row, "class"),
        new GroundTruth(classes));
  }

  /** The version of a query's file, of a row that has the columns bytes and modified. */
  public static FileVersion version(Row row) {
    Long bytes = row.getAs("bytes");
    Long modified = row.getAs("modified");
    return bytes == null || modified == null
        ? FileVersion.UNKNOWN
        : new FileVersion(bytes, modified);
  }

  /** This query as a row of {@link #SCHEMA}. */
  public Row toRow() {
    List<String> classes = query.truth().classes();
    return RowFactory.create(
        query.id(),
        query.path(),
        query.name(),
        query.className(),
        query.truth().isKnown() ? classes.toArray(String[]::new) : null,
        version.isKnown() ? version.bytes() : null,
        version.isKnown() ? version.modified() : null);
  }
}
