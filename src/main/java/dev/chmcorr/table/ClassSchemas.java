package dev.chmcorr.table;

import static dev.chmcorr.table.Schemas.GALLERY_ID;
import static dev.chmcorr.table.Schemas.PATH;
import static dev.chmcorr.table.TableColumn.always;
import static dev.chmcorr.table.TableColumn.orNull;
import static dev.chmcorr.table.TableColumn.structures;
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
          "knn --per-class: OUT/NAME/class_rankings; rerank --per-class: OUT/class_rankings",
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

  /** What a pair of the table of correspondences of each class begins with. */
  static final List<TableColumn> PAIR =
      List.of(
          always("query_id", IntegerType, "from 0", "query's id"),
          always("query_path", StringType, "path or URI", PATH),
          always("class_rank", IntegerType, "1 = nearest", "place of the class by its nearest"),
          always("rank", IntegerType, "1 = nearest", "place of the candidate in its class"),
          always("gallery_id", IntegerType, "from 0", GALLERY_ID),
          always("gallery_path", StringType, "path or URI", PATH));

  private static final List<TableColumn> SCORED =
      List.of(
          always("rank", IntegerType, "1 = nearest", "place in its class"),
          always("gallery_id", IntegerType, "from 0", GALLERY_ID),
          always("path", StringType, "path or URI", PATH),
          always("score", DoubleType, "cosine", "weighted mean of its cells' similarities"));

  /** {@code class_results}. */
  public static final TableSchema RESULTS =
      new TableSchema(
          "class_results",
          "rerank --per-class: OUT/class_results",
          "a class of a query, in one setting, of which an image could be compared",
          Schemas.joined(
              List.of(
                  always("query_id", IntegerType, "from 0", "query's id"),
                  always("path", StringType, "path or URI", PATH),
                  orNull("class", StringType, "", "its class; null if unknown"),
                  always("class_rank", IntegerType, "1 = nearest", "place by its nearest image"),
                  always("gallery_class", StringType, "", "the class"),
                  always("gallery_label", IntegerType, "from 0", "number of that class"),
                  always("score", DoubleType, "cosine", "mean of its neighbours' scores"),
                  structures("neighbours", "best first", "its nearest, re-ranked", SCORED)),
              Schemas.SETTING));

  private ClassSchemas() {}

  /** {@code class_correspondences}, as a method keeps its pairs. */
  public static TableSchema correspondences(PairCodec codec) {
    return new TableSchema(
        "class_correspondences",
        "rerank --per-class: OUT/class_correspondences",
        "one of a query's nearest of a class that was compared and is not in correspondences",
        Schemas.joined(PAIR, codec.contract(), Schemas.FAILED_PAIR));
  }
}
