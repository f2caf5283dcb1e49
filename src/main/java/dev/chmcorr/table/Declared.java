package dev.chmcorr.table;

import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * Rows with what may be null as the contract of their table says, and not as the way says that they
 * came: what was read from a file or joined counts as nullable.
 */
final class Declared {
  private Declared() {}

  /**
   * The same rows; those of no table as they are. To write a null where none may be fails.
   *
   * <p>Rows go through Spark's own representation, so that no number of an array gets a box.
   */
  static Dataset<Row> of(Dataset<Row> rows) {
    return Schemas.declared(rows.schema())
        .filter(type -> !type.equals(rows.schema()))
        .map(type -> declare(rows, type))
        .orElse(rows);
  }

  private static Dataset<Row> declare(Dataset<Row> rows, StructType type) {
    int[] required =
        IntStream.range(0, type.length())
            .filter(i -> !type.apply(i).nullable() && rows.schema().apply(i).nullable())
            .toArray();
    JavaRDD<InternalRow> checked =
        rows.queryExecution().toRdd().toJavaRDD().map(check(required, type.fieldNames()));
    return SessionInternals.dataset(rows.sparkSession(), checked.rdd(), type);
  }

  private static Function<InternalRow, InternalRow> check(int[] required, String[] names) {
    return row -> {
      for (int column : required) {
        if (row.isNullAt(column)) {
          throw new IllegalStateException("Null in the column " + names[column]);
        }
      }
      return row;
    };
  }
}
