package dev.chmcorr.model.torch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What libtorch's operators do on a CUDA device; {@code operators.txt} says where that is from. */
final class CudaOperators {
  /** Kinds of operators, as the file explains them. */
  enum Kind {
    CUDA,
    MADE,
    CPU,
    LANGUAGE,
    /** The file does not name it. */
    UNKNOWN
  }

  private static final Map<String, Kind> KINDS = read();

  private CudaOperators() {}

  /**
   * The kind of an operator.
   *
   * @param name as code has it after {@code torch.} or {@code ops.}, e.g. {@code matmul}, {@code
   *     prim.device}
   */
  static Kind kind(String name) {
    return KINDS.getOrDefault(name, Kind.UNKNOWN);
  }

  private static Map<String, Kind> read() {
    Map<String, Kind> kinds = new HashMap<>();
    try (InputStream in = CudaOperators.class.getResourceAsStream("operators.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      text.lines().filter(line -> !line.startsWith("#")).forEach(line -> put(kinds, line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return kinds;
  }

  private static void put(Map<String, Kind> kinds, String line) {
    String[] words = line.split("\\s+");
    for (int i = 1; i < words.length; i++) {
      kinds.put(words[i], Kind.valueOf(words[0].toUpperCase(Locale.ROOT)));
    }
  }
}
