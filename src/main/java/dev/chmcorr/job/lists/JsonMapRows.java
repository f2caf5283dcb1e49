package dev.chmcorr.job.lists;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.chmcorr.image.folder.ImageNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;

/** A JSON object that gives each path its class, or each class an array of its paths. */
final class JsonMapRows implements ListRows {
  private static final JsonFactory JSON = new JsonFactory();

  /** Fields of an object by which it is told what it is. */
  private static final int LOOKED_AT = 100;

  private final ListFormat.Text text;

  JsonMapRows(ListFormat.Text text) {
    this.text = text;
  }

  /**
   * Whether a list's first object is such: its keys are no columns, but paths; or its first value
   * is an array of these.
   */
  static boolean isIn(ListFormat.Text text, ImageNames names) throws IOException {
    return text.read(in -> isMap(in, names));
  }

  private static boolean isMap(BufferedReader in, ImageNames names) throws IOException {
    try (JsonParser json = JSON.createParser(in)) {
      JsonToken token = json.nextToken();
      while (token == JsonToken.START_ARRAY) {
        token = json.nextToken();
      }
      boolean isMap = false;
      for (int i = 0; i < LOOKED_AT && json.nextToken() == JsonToken.FIELD_NAME; i++) {
        String key = json.currentName();
        if (ColumnNames.PATH.findIfClear(List.of(key)) != null) {
          return false;
        }
        json.nextToken();
        isMap |= json.currentToken().isScalarValue() ? isPath(key, names) : hasPath(json, names);
      }
      return isMap;
    } catch (JsonProcessingException e) {
      // Who reads on says what is wrong.
      return false;
    }
  }

  private static boolean isPath(String text, ImageNames names) {
    return names.isImage(text) || text.indexOf('/') >= 0 || text.indexOf('\\') >= 0;
  }

  /** Whether an array begins with a path; goes to its end, or that of an object. */
  private static boolean hasPath(JsonParser json, ImageNames names) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return false;
    }
    JsonToken token = json.nextToken();
    boolean isPath = token == JsonToken.VALUE_STRING && isPath(json.getText(), names);
    while (token != null && token != JsonToken.END_ARRAY) {
      json.skipChildren();
      token = json.nextToken();
    }
    return isPath;
  }

  @Override
  public List<String> columns() {
    return List.of("path", "class");
  }

  @Override
  public void forEach(List<String> wanted, Sink rows) throws IOException {
    text.read(
        in -> {
          try (JsonParser json = JSON.createParser(in)) {
            while (json.nextToken() != null) {
              // What is outside of an object is a bracket of the array of all.
              if (json.currentToken() == JsonToken.FIELD_NAME) {
                pair(json, rows);
              } else if (json.currentToken().isScalarValue()) {
                throw text.unusable(line(json), shown(json) + " is no object {...}");
              }
            }
            return null;
          } catch (JsonProcessingException e) {
            throw text.broken(e);
          }
        });
  }

  private void pair(JsonParser json, Sink rows) throws IOException {
    String key = json.currentName();
    if (json.nextToken() != JsonToken.START_ARRAY) {
      accept(line(json), key, value(json, key), rows);
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      accept(line(json), value(json, key), key, rows);
    }
  }

  private static void accept(long line, String path, String className, Sink rows) {
    rows.accept(line, column -> column.equals("path") ? path : className);
  }

  /** Text, a whole number, or null. */
  private String value(JsonParser json, String key) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING, VALUE_NUMBER_INT -> json.getText();
      case VALUE_NULL -> null;
      default ->
          throw text.unusable(
              line(json),
              "%s is %s (must be text or a whole number)"
                  .formatted(ListFormat.shown(key), shown(json)));
    };
  }

  private static String shown(JsonParser json) throws IOException {
    return ListFormat.shown(json.getText());
  }

  private static long line(JsonParser json) {
    return json.currentTokenLocation().getLineNr();
  }
}
