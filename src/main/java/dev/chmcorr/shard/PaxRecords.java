package dev.chmcorr.shard;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The records {@code "LENGTH KEY=VALUE\n"} of a pax extended header (POSIX.1-2001). */
final class PaxRecords {
  private static final int MAX_DIGITS = 9;

  private PaxRecords() {}

  /**
   * All records, later ones over earlier ones.
   *
   * @throws IllegalArgumentException if the bytes are no such records
   */
  static Map<String, String> parse(byte[] bytes) {
    Map<String, String> records = new LinkedHashMap<>();
    int start = 0;
    while (start < bytes.length && bytes[start] != 0) {
      int blank = blank(bytes, start);
      int end = start + length(bytes, start, blank);
      if (end <= blank + 1 || end > bytes.length || bytes[end - 1] != '\n') {
        throw invalid(start);
      }
      String record = new String(bytes, blank + 1, end - blank - 2, StandardCharsets.UTF_8);
      int equals = record.indexOf('=');
      if (equals < 1) {
        throw invalid(start);
      }
      records.put(record.substring(0, equals), record.substring(equals + 1));
      start = end;
    }
    return records;
  }

  private static int blank(byte[] bytes, int start) {
    for (int i = start; i < Math.min(bytes.length, start + MAX_DIGITS + 1); i++) {
      if (bytes[i] == ' ') {
        return i;
      }
    }
    throw invalid(start);
  }

  private static int length(byte[] bytes, int start, int blank) {
    int length = 0;
    for (int i = start; i < blank; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        throw invalid(start);
      }
      length = 10 * length + bytes[i] - '0';
    }
    return length;
  }

  private static IllegalArgumentException invalid(int at) {
    return new IllegalArgumentException("invalid pax record at byte " + at + " of its header");
  }
}
