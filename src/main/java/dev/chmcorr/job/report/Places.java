package dev.chmcorr.job.report;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The queries of a run that a site shows, numbered from 0 in the order of their ids.
 *
 * @param ids ascending; owned by this record
 */
record Places(int[] ids) {
  /** Column with the number of a row's query. */
  static final String PLACE = "place";

  private static final StructType SCHEMA =
      new StructType()
          .add("query_id", DataTypes.IntegerType, false)
          .add(PLACE, DataTypes.IntegerType, false);

  /** Those that are selected of a run. */
  static Places of(ShownRun run, Selection selection) {
    Dataset<Row> judged =
        run.folder()
            .queryTable()
            .select("query_id")
            .join(
                run.results()
                    .select(
                        col("query_id"),
                        col("prediction").notEqual(col("knn_prediction")).as("differs"),
                        coalesce(col("correct").equalTo(false), lit(false)).as("wrong")),
                new String[] {"query_id"},
                "left")
            .select(
                col("query_id"),
                coalesce(col("differs"), lit(false)),
                coalesce(col("wrong"), lit(false)));
    List<Selection.Judged> queries =
        judged.collectAsList().stream()
            .map(
                row ->
                    new Selection.Judged(row.getInt(0), row.getBoolean(1), row.getBoolean(2)))
            .toList();
    return new Places(selection.of(run.folder().path().toString(), queries));
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
