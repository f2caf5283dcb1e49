package dev.chmcorr.table;

import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What those who read a table may rely on of one of its columns. Elements of arrays and fields of
 * structures are never null.
 *
 * @param name of it
 * @param type of its values
 * @param nullable whether one may be null
 * @param unit of its values, or what range or layout they have; empty where the meaning says all
 * @param meaning of a value, and of null where there may be one
 * @param fields of the structures that it is an array of; empty if it is none
 */
public record TableColumn(
    String name,
    DataType type,
    boolean nullable,
    String unit,
    String meaning,
    List<TableColumn> fields) {

  public TableColumn {
    fields = List.copyOf(fields);
  }

  /** One that always has a value. */
  public static TableColumn always(String name, DataType type, String unit, String meaning) {
    return new TableColumn(name, type, false, unit, meaning, List.of());
  }

  /** One that may be null. */
  public static TableColumn orNull(String name, DataType type, String unit, String meaning) {
    return new TableColumn(name, type, true, unit, meaning, List.of());
  }

  /** Numbers of a pair of images; null if it could not be compared. */
  public static TableColumn numbers(String name, String unit, String meaning) {
    return orNull(name, array(DataTypes.FloatType), unit, meaning);
  }

  /** One that always has an array of structures. */
  static TableColumn structures(
      String name, String unit, String meaning, List<TableColumn> fields) {
    return new TableColumn(name, array(struct(fields)), false, unit, meaning, fields);
  }

  /** An array without nulls. */
  public static ArrayType array(DataType element) {
    return DataTypes.createArrayType(element, false);
  }

  /** The type of rows that have these columns, in their order. */
  static StructType struct(List<TableColumn> columns) {
    return new StructType(
        columns.stream()
            .map(column -> DataTypes.createStructField(column.name, column.type, column.nullable))
            .toArray(StructField[]::new));
  }
}
