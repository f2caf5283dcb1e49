package dev.chmcorr.job.shards;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What Hugging Face's library writes of a table's columns into its files: which hold images, and
 * the names of classes that are numbers. Labels count from 0; -1 says that there is none.
 *
 * @param features by the names of columns
 */
record TableFeatures(JsonNode features) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of a file's metadata, which may be null; what cannot be understood says nothing. */
  static TableFeatures parse(String json) {
    try {
      JsonNode features =
          json == null ? MissingNode.getInstance() : JSON.readTree(json).at("/info/features");
      return new TableFeatures(features);
    } catch (JsonProcessingException e) {
      return new TableFeatures(MissingNode.getInstance());
    }
  }

  /** The names of a column's classes by their numbers; null if it has none. */
  List<String> classNames(List<String> column) {
    JsonNode feature = features;
    for (String part : column) {
      feature = feature.path(part);
    }
    JsonNode names = feature.path("names");
    if (!isOf(feature, "ClassLabel") || !names.isArray() || names.isEmpty()) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    names.forEach(name -> texts.add(name.asText()));
    return distinct(texts);
  }

  /** Two classes may have one name, as ImageNet's two kinds of crane: their numbers tell them. */
  private static List<String> distinct(List<String> names) {
    List<String> distinct = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      boolean isShared = names.indexOf(name) != names.lastIndexOf(name);
      distinct.add(isShared ? "%s (%d)".formatted(name, i) : name);
    }
    return distinct;
  }

  /** The only column of a kind, as {@code Image} or {@code ClassLabel}; null if there are more. */
  String only(String kind) {
    List<String> found = new ArrayList<>();
    features
        .properties()
        .forEach(
            feature -> {
              if (isOf(feature.getValue(), kind)) {
                found.add(feature.getKey());
              }
            });
    return found.size() == 1 ? found.get(0) : null;
  }

  private static boolean isOf(JsonNode feature, String kind) {
    return feature.path("_type").asText().equals(kind);
  }
}
