package dev.chmcorr.table;

import dev.chmcorr.domain.ImageClass;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * A row of the table {@code class_results}: a class of a query in one setting.
 *
 * @param queryId id of the query
 * @param path its path
 * @param className its class; null if unknown
 * @param classRank place of the gallery's class by its nearest image, from 1
 * @param galleryClass that class
 * @param score mean of its neighbours' scores
 * @param neighbours those that were compared, best score first; not empty
 * @param setting how they were scored
 */
public record ClassResultRow(
    int queryId,
    String path,
    String className,
    int classRank,
    ImageClass galleryClass,
    double score,
    List<Scored> neighbours,
    Setting setting)
    implements Serializable {

  /** A neighbour; {@code rank} is its place in its class, 1 = nearest. */
  public record Scored(int rank, int galleryId, String path, double score)
      implements Serializable {}

  /** This class as a row of {@link ClassSchemas#RESULTS}. */
  public Row toRow() {
    List<Object> values = new ArrayList<>(Arrays.asList(queryId, path, className, classRank));
    values.addAll(List.of(galleryClass.name(), galleryClass.label(), score));
    values.add(Codec.array(neighbours.stream().map(ClassResultRow::toRow).toList()));
    values.addAll(setting.values());
    return RowFactory.create(values.toArray());
  }

  private static Row toRow(Scored neighbour) {
    return RowFactory.create(
        neighbour.rank(), neighbour.galleryId(), neighbour.path(), neighbour.score());
  }
}
