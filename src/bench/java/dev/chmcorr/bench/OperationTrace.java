package dev.chmcorr.bench;

import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What libtorch's own profiler says of the operations that one thread calls. */
final class OperationTrace {
  /** An operation that no other has called, and its median over the rounds. */
  record Operation(String name, double milliseconds) {}

  private OperationTrace() {}

  /**
   * Does the same so many times.
   *
   * @return the operations of one time, in their order
   */
  static List<Operation> of(int rounds, Side.Task task) throws Exception {
    task.run();
    task.run();
    Path file = Files.createTempFile("trace", ".json");
    try {
      JniUtils.startProfile(false, false, false);
      try {
        for (int round = 0; round < rounds; round++) {
          task.run();
        }
      } finally {
        JniUtils.stopProfile(file.toString());
      }
      return medians(outermost(file), rounds);
    } finally {
      Files.delete(file);
    }
  }

  private static List<Operation> outermost(Path file) throws IOException {
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    List<JsonNode> events = new ArrayList<>();
    (json.isArray() ? json : json.get("traceEvents"))
        .forEach(
            event -> {
              if (event.path("ph").asText().equals("X")
                  && event.path("name").asText().contains("::")) {
                events.add(event);
              }
            });
    events.sort(
        Comparator.comparingDouble((JsonNode event) -> event.get("ts").asDouble())
            .thenComparingDouble(event -> -event.get("dur").asDouble()));
    List<Operation> outermost = new ArrayList<>();
    double end = Double.NEGATIVE_INFINITY;
    for (JsonNode event : events) {
      double start = event.get("ts").asDouble();
      if (start >= end) {
        double microseconds = event.get("dur").asDouble();
        end = start + microseconds;
        outermost.add(new Operation(event.get("name").asText(), microseconds / 1000));
      }
    }
    return outermost;
  }

  private static List<Operation> medians(List<Operation> all, int rounds) {
    int each = all.size() / rounds;
    if (each * rounds != all.size()) {
      throw new IllegalStateException("Rounds differ: %d operations".formatted(all.size()));
    }
    List<Operation> medians = new ArrayList<>();
    for (int i = 0; i < each; i++) {
      List<Double> times = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        times.add(all.get(round * each + i).milliseconds());
      }
      times.sort(null);
      medians.add(new Operation(all.get(i).name(), times.get(rounds / 2)));
    }
    return medians;
  }
}
