package dev.chmcorr.table;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.objects.AssertNotNull;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Nil$;

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
    Dataset<Row> checked =
        rows.select(
            Arrays.stream(rows.schema().fields())
                .map(field -> checked(field, type.apply(field.name())))
                .toArray(Column[]::new));
    if (checked.schema().equals(type)) {
      return checked;
    }
    SparkSession spark = (SparkSession) rows.sparkSession();
    return spark.internalCreateDataFrame(
        ((org.apache.spark.sql.classic.Dataset<Row>) checked).queryExecution().toRdd(),
        type,
        false);
  }

  private static Column checked(StructField field, StructField wanted) {
    Column column = functions.col(field.name());
    if (wanted.nullable() || !field.nullable()) {
      return column;
    }
    AssertNotNull value =
        new AssertNotNull(
            ExpressionUtils.expression(column),
            Nil$.MODULE$.<String>$colon$colon("column " + field.name()));
    return ExpressionUtils.column(value).as(field.name());
  }
}
