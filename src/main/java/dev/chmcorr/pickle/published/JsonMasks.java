package dev.chmcorr.pickle.published;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.chmcorr.pickle.MemoryBudget;
import dev.chmcorr.pickle.PickleException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Masks as JSON. They are read number by number: a tree of what a hostile text of empty objects
 * says takes twenty times its bytes.
 */
final class JsonMasks {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonMasks() {}

  /** By key, the values of what {@link MaskFile#checked} lets pass. */
  static Map<String, double[]> read(byte[] text, MemoryBudget budget) throws IOException {
    try (JsonParser json = FACTORY.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw MaskFile.noDictionary();
      }
      Map<String, double[]> masks = new LinkedHashMap<>();
      for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
        budget.spend(key.length() + MaskFile.BYTES_PER_MASK);
        if (masks.put(key, MaskFile.checked(key, mask(json))) != null) {
          throw new PickleException("it has two masks of " + key);
        }
      }
      if (json.nextToken() != null) {
        throw new PickleException("it goes on after the dictionary of masks");
      }
      return masks;
    }
  }

  /** The array that begins with the next token, or null if it is no mask. */
  private static double[] mask(JsonParser json) throws IOException {
    double[] mask = new double[MaskFile.SIDE * MaskFile.SIDE];
    boolean sound = json.nextToken() == JsonToken.START_ARRAY;
    for (int r = 0; sound && r < MaskFile.SIDE; r++) {
      sound = json.nextToken() == JsonToken.START_ARRAY;
      for (int c = 0; sound && c < MaskFile.SIDE; c++) {
        sound = json.nextToken().isNumeric();
        mask[r * MaskFile.SIDE + c] = sound ? json.getDoubleValue() : 0;
      }
      sound = sound && json.nextToken() == JsonToken.END_ARRAY;
    }
    return sound && json.nextToken() == JsonToken.END_ARRAY ? mask : null;
  }
}
