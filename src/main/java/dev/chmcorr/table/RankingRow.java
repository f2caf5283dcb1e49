package dev.chmcorr.table;

import dev.chmcorr.domain.ImageRef;
import java.io.Serializable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * A row of the table {@code rankings}: one neighbour of one query.
 *
 * @param queryId id of the query image
 * @param queryPath its path
 * @param queryClass its class; null if unknown
 * @param rank 1 = nearest
 * @param galleryId id of the neighbour
 * @param galleryPath its path
 * @param galleryClass its class
 * @param galleryLabel number of that class, which decides between classes of as many votes; null in
 *     rankings of format 1
 * @param similarity cosine of the embeddings; null where the ranking was imported without
 */
public record RankingRow(
    int queryId,
    String queryPath,
    String queryClass,
    int rank,
    int galleryId,
    String galleryPath,
    String galleryClass,
    Integer galleryLabel,
    Double similarity)
    implements Serializable {
  /** Columns of the table, in order. */
  public static final StructType SCHEMA = Schemas.RANKINGS.type();

  /** The neighbour of a query at a rank. */
  public static RankingRow of(ImageRef query, int rank, ImageRef neighbour, Double similarity) {
    return new RankingRow(
        query.id(),
        query.path(),
        query.className(),
        rank,
        neighbour.id(),
        neighbour.path(),
        neighbour.className(),
        neighbour.label(),
        similarity);
  }

  /** The gallery image; its label is 0 where the table does not know it. */
  public ImageRef neighbour() {
    int label = galleryLabel == null ? 0 : galleryLabel;
    return new ImageRef(galleryId, galleryPath, galleryClass, label);
  }

  /** Reads a row of {@link #SCHEMA}. */
  public static RankingRow fromRow(Row row) {
    return new RankingRow(
        Codec.integer(row, "query_id"),
        Codec.text(row, "query_path"),
        Codec.text(row, "query_class"),
        Codec.integer(row, "rank"),
        Codec.integer(row, "gallery_id"),
        Codec.text(row, "gallery_path"),
        Codec.text(row, "gallery_class"),
        row.getAs("gallery_label"),
        row.getAs("similarity"));
  }

  /** This neighbour as a row of {@link #SCHEMA}. */
  public Row toRow() {
    return RowFactory.create(
        queryId,
        queryPath,
        queryClass,
        rank,
        galleryId,
        galleryPath,
        galleryClass,
        galleryLabel,
        similarity);
  }
}
