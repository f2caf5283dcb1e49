package dev.chmcorr.job.lists;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chmcorr.image.folder.ImageNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A list of JSON objects, an image each: one a line, or all in an array. Where the first object has
 * paths for keys, a list of paths and classes.
 */
final class JsonRows implements ListRows {
  private static final ObjectReader JSON =
      new ObjectMapper()
          .readerFor(JsonNode.class)
          .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private final ListFormat.Text text;
  private final ImageNames names;

  JsonRows(ListFormat.Text text, ImageNames names) {
    this.text = text;
    this.names = names;
  }

  /** Those of all objects, since none needs to have all. */
  @Override
  public List<String> columns() throws IOException {
    if (JsonMapRows.isIn(text, names)) {
      return new JsonMapRows(text).columns();
    }
    Set<String> columns = new LinkedHashSet<>();
    text.read(in -> parse(in, (line, row) -> row.fieldNames().forEachRemaining(columns::add)));
    if (columns.isEmpty()) {
      throw text.unusable("it is empty");
    }
    return new ArrayList<>(columns);
  }

  @Override
  public void forEach(List<String> wanted, Sink rows) throws IOException {
    if (JsonMapRows.isIn(text, names)) {
      new JsonMapRows(text).forEach(wanted, rows);
      return;
    }
    text.read(
        in ->
            parse(
                in,
                (line, row) -> rows.accept(line, column -> value(line, column, row.get(column)))));
  }

  private interface ObjectSink {
    void accept(long line, ObjectNode row);
  }

  private Void parse(BufferedReader in, ObjectSink rows) throws IOException {
    try (MappingIterator<JsonNode> nodes = JSON.readValues(in)) {
      while (nodes.hasNextValue()) {
        JsonNode node = nodes.nextValue();
        long line = nodes.getParser().currentTokenLocation().getLineNr();
        if (!(node instanceof ObjectNode row)) {
          throw text.unusable(
              line, "%s is no object {...}".formatted(ListFormat.shown(node.toString())));
        }
        rows.accept(line, row);
      }
      return null;
    } catch (JsonProcessingException e) {
      throw text.broken(e);
    } catch (RuntimeJsonMappingException e) {
      throw text.unusable(ListFormat.shown(e.getMessage()), e);
    }
  }

  private String value(long line, String column, JsonNode value) {
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isTextual() && !value.isIntegralNumber()) {
      throw text.unusable(
          line,
          "%s is %s (must be text or a whole number)"
              .formatted(ListFormat.shown(column), ListFormat.shown(value.toString())));
    }
    return value.asText();
  }
}
