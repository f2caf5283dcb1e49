package dev.chmcorr.table;

import static dev.chmcorr.table.Schemas.GALLERY_ID;
import static dev.chmcorr.table.Schemas.PATH;
import static dev.chmcorr.table.TableColumn.always;
import static dev.chmcorr.table.TableColumn.orNull;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/** The contract of the tables of the nearest images of each class; see {@link Schemas}. */
public final class ClassSchemas {
  /** {@code class_rankings}. */
  public static final TableSchema RANKINGS =
      new TableSchema(
          "class_rankings",
          "knn --per-class: OUT/NAME/class_rankings",
          "one of a query's nearest gallery images of a class",
          List.of(
              always("query_id", IntegerType, "from 0", "query's id"),
              always("query_path", StringType, "path or URI", PATH),
              orNull("query_class", StringType, "", "its class; null if unknown"),
              always("class_rank", IntegerType, "1 = nearest", "place of the class by its nearest"),
              always("gallery_class", StringType, "", "the class"),
              always("gallery_label", IntegerType, "from 0", "number of that class"),
              always("rank", IntegerType, "1 = nearest", "place of the image in its class"),
              always("gallery_id", IntegerType, "from 0", GALLERY_ID),
              always("gallery_path", StringType, "path or URI", PATH),
              always("similarity", DoubleType, "cosine", "of embeddings")));

  private ClassSchemas() {}
}
