package dev.chmcorr.job.query;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A DuckDB of this process, which knows nothing of Spark. */
final class Duck implements AutoCloseable {
  private final Connection connection = DriverManager.getConnection("jdbc:duckdb:");

  Duck() throws SQLException {}

  /** Runs a statement that has no rows. */
  void run(String statement) throws SQLException {
    try (Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  /** The rows of a query, values by the names of their columns. */
  List<Map<String, Object>> rows(String query) throws SQLException {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (Statement sql = connection.createStatement();
        ResultSet found = sql.executeQuery(query)) {
      int columns = found.getMetaData().getColumnCount();
      while (found.next()) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 1; i <= columns; i++) {
          row.put(found.getMetaData().getColumnLabel(i), found.getObject(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
