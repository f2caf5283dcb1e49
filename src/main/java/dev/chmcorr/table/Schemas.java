package dev.chmcorr.table;

import static dev.chmcorr.table.TableColumn.always;
import static dev.chmcorr.table.TableColumn.array;
import static dev.chmcorr.table.TableColumn.orNull;
import static dev.chmcorr.table.TableColumn.structures;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The contract of all tables: columns, types, units, what may be null, what it means. Rows are
 * written with these types, so that every file of a table says the same, and {@code schema} shows
 * them.
 */
public final class Schemas {
  private static final String REASONS =
      "unreadable, out_of_memory, not_an_image, too_large, not_finite";
  static final String GALLERY_ID = "gallery image's id";
  static final String PATH = "where the file is read; of an image in a tar with its place";

  /** {@link Failure#COLUMNS} of the rows of a table. */
  static final List<TableColumn> FAILURE =
      List.of(
          orNull("reason", StringType, REASONS, "why an image failed; null if none did"),
          orNull("error", StringType, "", "class of the exception; null likewise"),
          orNull("message", StringType, "", "what it said, one line; null likewise"),
          orNull("pixels", LongType, "pixels", "of an image that was too large; else null"));

  static final List<TableColumn> SETTING =
      List.of(
          always("setting", StringType, "", "name of how pairs were scored and voted on"),
          always("n", IntegerType, "candidates", "re-ranked of each query"),
          always("k", IntegerType, "votes", "that decide"),
          always("t", DoubleType, "[0, 1]", "threshold of attention"),
          always("axes", StringType, "published, aligned", "which similarity map counts"),
          always("weighting", StringType, "attention, mask", "what weighs the cells"),
          orNull("mask", StringType, "hexadecimal", "SHA-256 of the file of masks; null if none"));

  private static final List<TableColumn> NEIGHBOUR =
      List.of(
          always("rank", IntegerType, "1 = best", "place by score"),
          always("knn_rank", IntegerType, "1 = nearest", "place in the ranking"),
          always("gallery_id", IntegerType, "from 0", GALLERY_ID),
          always("path", StringType, "path or URI", PATH),
          always("class", StringType, "", "its class"),
          always("score", DoubleType, "cosine", "weighted mean of its cells' similarities"));

  /** {@code queries}. */
  public static final TableSchema QUERIES =
      new TableSchema(
          "queries",
          "rerank: OUT/queries",
          "an image of the query set, ranked or not",
          List.of(
              always("query_id", IntegerType, "from 0", "position in ImageFolder order"),
              always("path", StringType, "path or URI", PATH),
              always("name", StringType, "", "path below the root of the query set"),
              orNull("class", StringType, "", "its class; null if unknown"),
              orNull("classes", array(StringType), "", "its right classes; null if unknown"),
              orNull("bytes", LongType, "bytes", "length of its file; null if unknown"),
              orNull("modified", LongType, "ms since 1970", "change of its file; null likewise")));

  /** {@code rankings}. */
  public static final TableSchema RANKINGS =
      new TableSchema(
          "rankings",
          "knn, scores import: OUT/NAME/rankings; rerank: OUT/rankings",
          "a neighbour of a query",
          List.of(
              always("query_id", IntegerType, "from 0", "query's id"),
              always("query_path", StringType, "path or URI", PATH),
              orNull("query_class", StringType, "", "its class; null if unknown"),
              always("rank", IntegerType, "1 = nearest", "place of the neighbour"),
              always("gallery_id", IntegerType, "from 0", GALLERY_ID),
              always("gallery_path", StringType, "path or URI", PATH),
              always("gallery_class", StringType, "", "its class"),
              orNull("gallery_label", IntegerType, "from 0", "number of that class"),
              orNull("similarity", DoubleType, "cosine", "of embeddings; null where imported")));

  /** {@code results}. */
  public static final TableSchema RESULTS =
      new TableSchema(
          "results",
          "rerank: OUT/results",
          "a query in one setting",
          joined(
              List.of(
                  always("query_id", IntegerType, "from 0", "query's id"),
                  always("path", StringType, "path or URI", PATH),
                  orNull("class", StringType, "", "its class; null if unknown"),
                  always("prediction", StringType, "", "class of most of the best k, re-ranked"),
                  always("votes", IntegerType, "0 to k", "for that class"),
                  orNull("correct", BooleanType, "", "whether it is right; null if unknown"),
                  always("knn_prediction", StringType, "", "class of most of the nearest k"),
                  always("knn_votes", IntegerType, "0 to k", "for that class"),
                  orNull("knn_correct", BooleanType, "", "whether it is right; null if unknown"),
                  structures("neighbours", "best first", "the candidates, re-ranked", NEIGHBOUR)),
              SETTING,
              List.of(
                  orNull(
                      "mask_cells",
                      array(DoubleType),
                      "7 x 7, row-major",
                      "weights of the query's mask; null without one"))));

  /** {@code accuracies}. */
  public static final TableSchema ACCURACIES =
      new TableSchema(
          "accuracies",
          "rescore: OUT/accuracies",
          "a setting",
          joined(
              SETTING,
              List.of(
                  orNull(
                      "parts", IntegerType, "cells", "the most similar that count; null by mask"),
                  always("queries", LongType, "queries", "with a result"),
                  always("judged", LongType, "queries", "of these, with a known right answer"),
                  always("knn_correct", LongType, "queries", "predicted right by kNN"),
                  always("chm_correct", LongType, "queries", "predicted right, re-ranked"),
                  always("both_correct", LongType, "queries", "by both"),
                  always("only_knn_correct", LongType, "queries", "spoilt by re-ranking"),
                  always("only_chm_correct", LongType, "queries", "mended by re-ranking"),
                  orNull("knn_accuracy", DoubleType, "[0, 1]", "of the judged; null if none is"),
                  orNull("chm_accuracy", DoubleType, "[0, 1]", "likewise, re-ranked"),
                  orNull("chm_low", DoubleType, "[0, 1]", "its 95 % interval (Wilson's) from"),
                  orNull("chm_high", DoubleType, "[0, 1]", "to"),
                  orNull("mcnemar_p", DoubleType, "[0, 1]", "McNemar's test of the two"))));

  /** {@code summary}. */
  public static final TableSchema SUMMARY =
      new TableSchema(
          "summary",
          "sweep: OUT/study/summary",
          "a data set with a network and a method, in a setting",
          joined(
              List.of(
                  always("data", StringType, "", "name of the data set in the study"),
                  always("network", StringType, "", "name of the networks likewise"),
                  always("method", StringType, "", "how pairs were compared")),
              SETTING,
              List.of(
                  orNull(
                      "parts", IntegerType, "cells", "the most similar that count; null by mask"),
                  always("queries", LongType, "queries", "with a result"),
                  always("judged", LongType, "queries", "of these, with a known right answer"),
                  always("correct", LongType, "queries", "predicted right, re-ranked"),
                  orNull("accuracy", DoubleType, "[0, 1]", "of the judged; null if none is"),
                  orNull("accuracy_low", DoubleType, "[0, 1]", "its 95 % interval from (Wilson's)"),
                  orNull("accuracy_high", DoubleType, "[0, 1]", "to"),
                  always("knn_correct", LongType, "queries", "predicted right by kNN"),
                  orNull("knn_accuracy", DoubleType, "[0, 1]", "likewise, by kNN"),
                  always("only_correct", LongType, "queries", "mended by re-ranking"),
                  always("only_knn_correct", LongType, "queries", "spoilt by re-ranking"),
                  orNull("mcnemar_p", DoubleType, "[0, 1]", "McNemar's test of the two"),
                  always("images_failed", LongType, "images", "of the run, in its errors tables"),
                  always("run", StringType, "path or URI", "folder of the pairs"))));

  /** {@code errors}. */
  public static final TableSchema ERRORS =
      new TableSchema(
          "errors",
          "knn: OUT/NAME/errors; rerank: OUT/errors",
          "an image that failed",
          List.of(
              always("stage", StringType, "embed, correspond", "in which it failed"),
              always("split", StringType, "gallery, query", "what it was taken for"),
              always("path", StringType, "path or URI", PATH),
              always("reason", StringType, REASONS, "why"),
              always("error", StringType, "", "class of the exception"),
              always("message", StringType, "", "what it said, one line"),
              orNull("pixels", LongType, "pixels", "if it was too large; else null")));

  /** {@code embeddings}. */
  public static final TableSchema EMBEDDINGS =
      new TableSchema(
          "embeddings",
          "knn: OUT/_embeddings/SET-KEY/embeddings[-NUMBER], which inputs in _run.json names",
          "an image",
          joined(
              List.of(
                  always("image_id", IntegerType, "from 0", "position in ImageFolder order"),
                  always("path", StringType, "path or URI", PATH),
                  orNull("class_name", StringType, "", "its class; null if unknown"),
                  orNull("label", IntegerType, "from 0", "number of that class; null likewise"),
                  orNull("width", IntegerType, "pixels", "null if it was not decoded"),
                  orNull("height", IntegerType, "pixels", "null if it was not decoded"),
                  orNull("bytes", LongType, "bytes", "length of its file; null if unknown"),
                  orNull(
                      "modified", LongType, "ms since 1970", "change of its file; null likewise"),
                  orNull("sha256", StringType, "hexadecimal", "of its file; null if unread")),
              FAILURE,
              List.of(
                  orNull(
                      "embedding",
                      array(FloatType),
                      "not normalised",
                      "the network's average pool; null if the image failed"))));

  static final List<TableColumn> PAIR =
      List.of(
          always("query_id", IntegerType, "from 0", "query's id"),
          always("query_path", StringType, "path or URI", PATH),
          always("rank", IntegerType, "1 = nearest", "place of the candidate in the ranking"),
          always("gallery_id", IntegerType, "from 0", GALLERY_ID),
          always("gallery_path", StringType, "path or URI", PATH));

  static final List<TableColumn> FAILED_PAIR =
      joined(
          List.of(
              orNull("failed_split", StringType, "gallery, query", "which image failed, or null")),
          FAILURE);

  private Schemas() {}

  /** {@code correspondences}, as a method keeps its pairs. */
  public static TableSchema correspondences(PairCodec codec) {
    return new TableSchema(
        "correspondences",
        "rerank: OUT/correspondences",
        "a candidate of a query that was compared",
        joined(PAIR, codec.contract(), FAILED_PAIR));
  }

  /** Every table that commands write, those of pairs as a method keeps them. */
  public static List<TableSchema> all(PairCodec codec) {
    return List.of(
        QUERIES,
        RANKINGS,
        ClassSchemas.RANKINGS,
        correspondences(codec),
        ClassSchemas.correspondences(codec),
        RESULTS,
        ClassSchemas.RESULTS,
        ACCURACIES,
        SUMMARY,
        ERRORS,
        EMBEDDINGS);
  }

  @SafeVarargs
  static List<TableColumn> joined(List<TableColumn>... parts) {
    List<TableColumn> all = new ArrayList<>();
    Arrays.stream(parts).forEach(all::addAll);
    return all;
  }
}
