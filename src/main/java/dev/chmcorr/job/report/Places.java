package dev.chmcorr.job.report;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The queries of a run that a site shows, numbered from 0 in the order of their ids.
 *
 * @param ids ascending; owned by this record
 * @param all how many queries the run has
 * @param classes of all of them, each once
 * @param lackMasks whether results scored with masks do not say these: earlier versions kept none
 */
record Places(int[] ids, int all, Set<String> classes, boolean lackMasks) {
  /** Column with the number of a row's query. */
  static final String PLACE = "place";

  private static final StructType SCHEMA =
      new StructType()
          .add("query_id", DataTypes.IntegerType, false)
          .add(PLACE, DataTypes.IntegerType, false);

  /** Those that are selected of a run. */
  static Places of(ShownRun run, Selection selection) {
    List<Selection.Judged> queries = new ArrayList<>();
    Set<String> classes = new HashSet<>();
    boolean lackMasks = false;
    for (Row row : judged(run).collectAsList()) {
      queries.add(new Selection.Judged(row.getInt(0), row.getBoolean(2), row.getBoolean(3)));
      if (!row.isNullAt(1)) {
        classes.add(row.getString(1));
      }
      lackMasks |= row.getBoolean(4);
    }
    int[] ids = selection.of(run.folder().path().toString(), queries);
    return new Places(ids, queries.size(), classes, run.setting().mask() != null && lackMasks);
  }

  /** Id, class, whether predictions differ, whether the last is wrong, whether it has no mask. */
  private static Dataset<Row> judged(ShownRun run) {
    Dataset<Row> results =
        run.results()
            .select(
                col("query_id"),
                col("prediction").notEqual(col("knn_prediction")).as("differs"),
                col("correct").equalTo(false).as("wrong"),
                col("mask_cells").isNull().as("unmasked"));
    return run.folder()
        .queryTable()
        .select("query_id", "class")
        .join(results, new String[] {"query_id"}, "left")
        .select(col("query_id"), col("class"), flag("differs"), flag("wrong"), flag("unmasked"));
  }

  private static Column flag(String column) {
    return coalesce(col(column), lit(false));
  }

  int size() {
    return ids.length;
  }

  /** The rows of queries that have a place, with a column {@link #PLACE}. */
  Dataset<Row> join(Dataset<Row> rows) {
    List<Row> places = new ArrayList<>(ids.length);
    for (int place = 0; place < ids.length; place++) {
      places.add(RowFactory.create(ids[place], place));
    }
    Dataset<Row> table = rows.sparkSession().createDataFrame(places, SCHEMA);
    return rows.join(broadcast(table), "query_id");
  }
}
