package dev.chmcorr.model.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.chmcorr.pickle.MemoryBudget;
import dev.chmcorr.pickle.PickleException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The header of a safetensors file, read token by token. */
final class SafetensorsHeader {
  /** What a tensor takes in memory, besides its name, roughly. */
  private static final int BYTES_PER_TENSOR = 512;

  /** PyTorch's own limit. */
  private static final int MAX_DIMENSIONS = 64;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(8).maxNumberLength(20).build())
          .build();

  private SafetensorsHeader() {}

  /**
   * What the header says of a tensor; nothing of it is checked against the file.
   *
   * @param type such as "F32"
   * @param shape sizes of the dimensions, at least 0
   * @param begin its first byte, counted from the end of the header; at least 0
   * @param end behind its last byte; at least {@code begin}
   */
  record Tensor(String name, String type, long[] shape, long begin, long end) {
    PickleException misfit() {
      return new PickleException(
          "tensor %s of type %s and shape %s has %d bytes"
              .formatted(name, type, Arrays.toString(shape), end - begin));
    }
  }

  /** All tensors, in the header's order. */
  static List<Tensor> read(byte[] header, MemoryBudget budget) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    try (JsonParser json = FACTORY.createParser(header)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw broken("is no object");
      }
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        if (name.equals("__metadata__")) {
          json.skipChildren();
          continue;
        }
        budget.spend(BYTES_PER_TENSOR + (long) Character.BYTES * name.length());
        if (tensors.put(name, tensor(name, json)) != null) {
          throw new PickleException("it has two tensors named " + name);
        }
      }
      if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
        throw broken("goes on after its end");
      }
    } catch (JsonProcessingException e) {
      throw broken("is no JSON: " + e.getOriginalMessage());
    }
    return List.copyOf(tensors.values());
  }

  private static Tensor tensor(String name, JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw broken("describes tensor %s in another way".formatted(name));
    }
    String type = null;
    long[] shape = null;
    long[] place = null;
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      switch (field) {
        case "dtype" ->
            type = type == null && value == JsonToken.VALUE_STRING ? json.getText() : "";
        case "shape" -> shape = shape == null ? numbers(json) : new long[] {-1};
        case "data_offsets" -> place = place == null ? numbers(json) : new long[0];
        default -> json.skipChildren();
      }
    }
    if (type == null || type.isEmpty() || !isShape(shape) || !isPlace(place)) {
      throw broken("describes tensor %s in another way".formatted(name));
    }
    return new Tensor(name, type, shape, place[0], place[1]);
  }

  private static boolean isShape(long[] sizes) {
    return sizes != null && Arrays.stream(sizes).allMatch(size -> size >= 0);
  }

  private static boolean isPlace(long[] ends) {
    return ends != null && ends.length == 2 && ends[0] >= 0 && ends[1] >= ends[0];
  }

  /** An array of whole numbers; of one -1 if it is none. */
  private static long[] numbers(JsonParser json) throws IOException {
    long[] numbers = new long[MAX_DIMENSIONS];
    int count = 0;
    boolean sound = json.currentToken() == JsonToken.START_ARRAY;
    while (sound && json.nextToken() != JsonToken.END_ARRAY) {
      sound = json.currentToken() == JsonToken.VALUE_NUMBER_INT && count < MAX_DIMENSIONS;
      if (sound) {
        numbers[count++] = json.getLongValue();
      }
    }
    return sound ? Arrays.copyOf(numbers, count) : new long[] {-1};
  }

  private static PickleException broken(String how) {
    return new PickleException("its header of safetensors " + how);
  }
}
