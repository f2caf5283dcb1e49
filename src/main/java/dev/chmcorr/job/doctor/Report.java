package dev.chmcorr.job.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/**
 * All that {@code doctor} says.
 *
 * @param examined the driver first
 * @param missed executors that no task reached
 * @param problems that make runs impossible
 * @param warnings of what will hurt
 * @param differences between processes that should be alike
 */
record Report(
    String master,
    String networks,
    List<Examination> examined,
    List<String> missed,
    List<String> problems,
    List<String> warnings,
    List<String> differences) {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  String json() {
    return json(this);
  }

  static String json(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static Examination examination(String json) {
    try {
      return MAPPER.readValue(json, Examination.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
