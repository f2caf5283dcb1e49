package dev.chmcorr.table;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
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
    return type(rows.schema())
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

  /**
   * The contract's type for rows of a table: what Spark takes for nullable depends on the way that
   * they came.
   *
   * @param rows their type
   * @return nothing if they have the columns of no table
   */
  private static Optional<StructType> type(StructType rows) {
    List<String> names = List.of(rows.fieldNames());
    return Stream.of(
            Schemas.QUERIES,
            Schemas.RANKINGS,
            ClassSchemas.RANKINGS,
            Schemas.RESULTS,
            ClassSchemas.RESULTS,
            Schemas.ACCURACIES,
            Schemas.SUMMARY,
            Schemas.ERRORS,
            Schemas.EMBEDDINGS)
        .map(TableSchema::type)
        .filter(type -> Arrays.asList(type.fieldNames()).equals(names))
        .findFirst()
        .or(() -> declaredPairs(rows, Schemas.PAIR))
        .or(() -> declaredPairs(rows, ClassSchemas.PAIR));
  }

  /** Of pairs whatever method made them: between the columns that all have are arrays of floats. */
  private static Optional<StructType> declaredPairs(StructType rows, List<TableColumn> pair) {
    int count = rows.size() - pair.size() - Schemas.FAILED_PAIR.size();
    if (count < 0) {
      return Optional.empty();
    }
    List<TableColumn> own =
        Arrays.stream(rows.fieldNames())
            .skip(pair.size())
            .limit(count)
            .map(name -> TableColumn.orNull(name, TableColumn.array(DataTypes.FloatType), "", ""))
            .toList();
    StructType type = TableColumn.struct(Schemas.joined(pair, own, Schemas.FAILED_PAIR));
    return Arrays.equals(type.fieldNames(), rows.fieldNames())
        ? Optional.of(type)
        : Optional.empty();
  }
}
