package dev.chmcorr.job.query;

import static org.apache.spark.sql.functions.base64;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import dev.chmcorr.job.query.TextTable.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Rows of a query with every value as text, arrays and structures as JSON.
 *
 * @param names of the columns; two may be the same
 * @param sides to which a table puts their values
 * @param rows texts and nulls
 */
public record TextRows(List<String> names, List<Side> sides, Dataset<Row> rows) {
  private static final Map<String, String> WITH_NULLS = Map.of("ignoreNullFields", "false");

  static TextRows of(Dataset<Row> rows) {
    StructField[] fields = rows.schema().fields();
    String[] unique =
        IntStream.range(0, fields.length).mapToObj(i -> "c" + i).toArray(String[]::new);
    Column[] texts =
        IntStream.range(0, fields.length)
            .mapToObj(i -> text(col(unique[i]), fields[i].dataType()).as(unique[i]))
            .toArray(Column[]::new);
    return new TextRows(
        Arrays.stream(fields).map(StructField::name).toList(),
        Arrays.stream(fields).map(TextRows::side).toList(),
        rows.toDF(unique).select(texts));
  }

  private static Side side(StructField field) {
    return field.dataType() instanceof NumericType ? Side.RIGHT : Side.LEFT;
  }

  private static Column text(Column value, DataType type) {
    if (type instanceof ArrayType || type instanceof StructType || type instanceof MapType) {
      return to_json(value, WITH_NULLS);
    }
    return type instanceof BinaryType ? base64(value) : value.cast("string");
  }

  /** A row's values. */
  static List<String> values(Row row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      values.add(row.getString(i));
    }
    return values;
  }

  /** Each row as an object in JSON, nulls and all. */
  static Dataset<String> json(Dataset<Row> rows) {
    return rows.select(to_json(struct("*"), WITH_NULLS)).as(Encoders.STRING());
  }
}
