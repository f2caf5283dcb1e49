package dev.chmcorr.job.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A list of JSON objects: one a line, or all in an array. */
final class JsonRows implements ListRows {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ListFormat.Text text;

  JsonRows(ListFormat.Text text) {
    this.text = text;
  }

  /** Those of all objects, since none needs to have all. */
  @Override
  public List<String> columns() throws IOException {
    Set<String> names = new LinkedHashSet<>();
    text.read(in -> parse(in, (line, row) -> row.fieldNames().forEachRemaining(names::add)));
    if (names.isEmpty()) {
      throw text.unusable("it is empty");
    }
    return new ArrayList<>(names);
  }

  @Override
  public void forEach(List<String> wanted, Sink rows) throws IOException {
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
    try (MappingIterator<JsonNode> nodes = JSON.readerFor(JsonNode.class).readValues(in)) {
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
      throw text.unusable(
          "line %d: %s"
              .formatted(
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  ListFormat.shown(e.getOriginalMessage())),
          e);
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
