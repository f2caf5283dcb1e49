package dev.chmcorr.table;

import java.util.List;
import org.apache.spark.sql.types.StructType;

/**
 * What those who read a table may rely on.
 *
 * @param name of the table, and of its folder
 * @param place of that folder, and which command writes it
 * @param row what a row stands for
 * @param columns in their order
 */
public record TableSchema(String name, String place, String row, List<TableColumn> columns) {
  public TableSchema {
    columns = List.copyOf(columns);
  }

  /** The type of its rows. */
  public StructType type() {
    return TableColumn.struct(columns);
  }
}
