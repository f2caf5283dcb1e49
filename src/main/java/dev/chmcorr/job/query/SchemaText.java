package dev.chmcorr.job.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chmcorr.domain.Printable;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.method.ComparisonMethod;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.table.Schemas;
import dev.chmcorr.table.TableColumn;
import dev.chmcorr.table.TableSchema;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;

/** The contract of tables, as {@code schema} shows it. */
public final class SchemaText {
  private static final String METHOD = "chm";
  private static final int MAX_SHOWN = 100;
  private static final List<String> HEADER = List.of("column", "type", "null", "unit", "meaning");

  private SchemaText() {}

  /** How it is shown. */
  public enum Format {
    TEXT,
    MARKDOWN,
    JSON
  }

  /**
   * Lines that explain tables.
   *
   * @param name of one; null for all
   * @throws UserException if there is none of this name
   */
  public static List<String> lines(String name, Format format) {
    List<TableSchema> tables = tables(name);
    if (format == Format.JSON) {
      return List.of(json(tables));
    }
    List<String> lines = new ArrayList<>();
    for (TableSchema table : tables) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      lines.addAll(format == Format.TEXT ? text(table) : markdown(table));
    }
    return lines;
  }

  /** Lines that explain a table; nothing if the contract has none of this name. */
  static Optional<List<String>> known(String name) {
    return Schemas.all(ComparisonMethods.named(METHOD).codec()).stream()
        .filter(table -> table.name().equals(name))
        .findFirst()
        .map(SchemaText::text);
  }

  /** Those of pairs for every method, the default one's among the others. */
  private static List<TableSchema> all() {
    List<TableSchema> all = new ArrayList<>(Schemas.all(ComparisonMethods.named(METHOD).codec()));
    for (ComparisonMethod method : ComparisonMethods.all()) {
      if (!method.name().equals(METHOD)) {
        TableSchema pairs = Schemas.correspondences(method.codec());
        String place =
            pairs.place().replace("rerank:", "rerank --method %s:".formatted(method.name()));
        all.add(new TableSchema(pairs.name(), place, pairs.row(), pairs.columns()));
      }
    }
    return all;
  }

  private static List<TableSchema> tables(String name) {
    List<TableSchema> all = all();
    if (name == null) {
      return all;
    }
    List<TableSchema> found = all.stream().filter(table -> table.name().equals(name)).toList();
    if (found.isEmpty()) {
      throw new UserException(
          "Invalid TABLE: %s (must be one of %s)"
              .formatted(
                  Printable.of(name, MAX_SHOWN),
                  String.join(", ", all.stream().map(TableSchema::name).distinct().toList())));
    }
    return found;
  }

  private static List<String> text(TableSchema table) {
    List<String> lines = new ArrayList<>();
    lines.add("%s: a row is %s (%s)".formatted(table.name(), table.row(), table.place()));
    lines.add("");
    lines.addAll(
        TextTable.lines(
            HEADER,
            Collections.nCopies(HEADER.size(), TextTable.Side.LEFT),
            rows("", table.columns())));
    return lines;
  }

  private static List<String> markdown(TableSchema table) {
    List<String> lines = new ArrayList<>();
    lines.add("**%s**: a row is %s (%s)".formatted(table.name(), table.row(), table.place()));
    lines.add("");
    lines.add(markdown(HEADER));
    lines.add("|" + "---|".repeat(HEADER.size()));
    rows("", table.columns()).forEach(row -> lines.add(markdown(row)));
    return lines;
  }

  private static String markdown(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  /** A row for each column, and for each field of the structures in one. */
  private static List<List<String>> rows(String prefix, List<TableColumn> columns) {
    List<List<String>> rows = new ArrayList<>();
    for (TableColumn column : columns) {
      String name = prefix + column.name();
      rows.add(
          List.of(
              name,
              type(column),
              column.nullable() ? "yes" : "no",
              column.unit(),
              column.meaning()));
      rows.addAll(rows(name + "[].", column.fields()));
    }
    return rows;
  }

  /** As SQL names it; the fields of structures stand below. */
  private static String type(TableColumn column) {
    return column.fields().isEmpty() ? type(column.type()) : "array<struct>";
  }

  private static String type(DataType type) {
    return type instanceof ArrayType array
        ? "array<%s>".formatted(array.elementType().simpleString())
        : type.simpleString();
  }

  private static String json(List<TableSchema> tables) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (TableSchema table : tables) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("table", table.name());
      entry.put("place", table.place());
      entry.put("row", table.row());
      entry.put("columns", json(table.columns().toArray(TableColumn[]::new)));
      list.add(entry);
    }
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(list);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Map<String, Object>> json(TableColumn... columns) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (TableColumn column : columns) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("name", column.name());
      entry.put("type", type(column));
      entry.put("nullable", column.nullable());
      entry.put("unit", column.unit());
      entry.put("meaning", column.meaning());
      if (!column.fields().isEmpty()) {
        entry.put("fields", json(column.fields().toArray(TableColumn[]::new)));
      }
      list.add(entry);
    }
    return list;
  }
}
