package dev.chmcorr.job.labels;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.folder.ImageNames;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.lists.ListEntry;
import dev.chmcorr.job.lists.ListFiles;
import dev.chmcorr.job.lists.ListFormat;
import dev.chmcorr.job.lists.ListReader;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * What a file says of the right classes of images: the JSON of ImageNet-ReaL, in which list n is of
 * the image whose name ends with number n + 1; a JSON object of paths and lists of classes; or a
 * list of paths and classes, in which a path may stand several times.
 *
 * @param entries an image and a class each; instead of paths they may have numbers of images
 * @param numbered how many images a file of numbers has; 0 if it has paths
 */
record TruthFile(List<ListEntry> entries, int numbered) {
  private static final JsonFactory JSON = new JsonFactory();

  static TruthFile read(Storage store, Path file, ImageNames names) throws IOException {
    ListFormat format = ListFormat.of(file.getName());
    if (format == null) {
      throw new UserException(
          "Cannot read --truth %s: it is no list (%s)".formatted(file, ListFormat.ENDINGS));
    }
    if (format == ListFormat.JSON) {
      ListFormat.Text text =
          new ListFormat.Text(file.toString(), () -> store.system(file).open(file));
      TruthFile read = new Json(text, file.getName(), names).read();
      if (read != null) {
        return read;
      }
    }
    InputOptions options = InputOptions.DEFAULT;
    return new TruthFile(
        new ListReader(file, options, Split.QUERY)
            .read(ListFiles.rows(store, file, names))
            .entries(),
        0);
  }

  /** Reads what only right classes come in. */
  private record Json(ListFormat.Text text, String file, ImageNames names) {
    /** Null if it is a list as others are. */
    TruthFile read() throws IOException {
      return text.read(
          in -> {
            try (JsonParser json = JSON.createParser(in)) {
              JsonToken first = json.nextToken();
              JsonToken second = json.nextToken();
              if (first == JsonToken.START_ARRAY && second == JsonToken.START_ARRAY) {
                return lists(json);
              }
              boolean hasPath =
                  first == JsonToken.START_OBJECT
                      && second == JsonToken.FIELD_NAME
                      && names.isImage(json.currentName());
              return hasPath && json.nextToken() == JsonToken.START_ARRAY ? object(json) : null;
            } catch (JsonProcessingException e) {
              throw text.broken(e);
            }
          });
    }

    private TruthFile lists(JsonParser json) throws IOException {
      List<ListEntry> entries = new ArrayList<>();
      int images = 0;
      for (JsonToken at = json.currentToken(); at == JsonToken.START_ARRAY; at = json.nextToken()) {
        images++;
        classes(json, String.valueOf(images), entries);
      }
      if (json.currentToken() != JsonToken.END_ARRAY) {
        throw text.unusable("list %d is no list of classes".formatted(images + 1));
      }
      return new TruthFile(entries, images);
    }

    private TruthFile object(JsonParser json) throws IOException {
      List<ListEntry> entries = new ArrayList<>();
      while (json.currentToken() == JsonToken.START_ARRAY) {
        classes(json, json.currentName(), entries);
        if (json.nextToken() == JsonToken.FIELD_NAME) {
          json.nextToken();
        }
      }
      if (json.currentToken() != JsonToken.END_OBJECT) {
        throw text.unusable(
            "%s has no list of classes".formatted(ListFormat.shown(json.currentName())));
      }
      return new TruthFile(entries, 0);
    }

    /** Reads the list in hand; an empty one is an entry without a class. */
    private void classes(JsonParser json, String image, List<ListEntry> entries)
        throws IOException {
      int before = entries.size();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        JsonToken token = json.currentToken();
        if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_STRING) {
          throw text.unusable(
              json.currentTokenLocation().getLineNr(),
              "a class of %s is %s (must be text or a whole number)"
                  .formatted(ListFormat.shown(image), ListFormat.shown(json.getText())));
        }
        entries.add(entry(json, image, json.getText().strip()));
      }
      if (entries.size() == before) {
        entries.add(entry(json, image, null));
      }
    }

    private ListEntry entry(JsonParser json, String image, String className) {
      return new ListEntry(file, json.currentTokenLocation().getLineNr(), image, className);
    }
  }
}
