package dev.chmcorr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The reference data set: 400 gallery images, 100 queries, and the published ranking of each. */
public final class Coarse {
  public static final int RANKED = 100;

  private Coarse() {}

  /** Gallery paths as the reference writes them ({@code train/c00/...}), by gallery id. */
  public static List<String> gallery() {
    return paths("train");
  }

  /** Query paths ({@code val/c00/...}), by query id. */
  public static List<String> queries() {
    return paths("val");
  }

  private static List<String> paths(String split) {
    Path root = Shared.path("data/coarse/" + split);
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> split + "/" + root.relativize(file))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gallery ids of each query, nearest first. */
  public static List<int[]> rankings() {
    byte[] pickle = bytes(Shared.path("reference/knn.pickle"));
    ByteBuffer buffer = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    List<int[]> rankings = new ArrayList<>();
    for (int at = 0; at + 5 < pickle.length; at++) {
      // Opcode BINBYTES, length, then the int64 data of one array, nearest last.
      if (pickle[at] == 'B' && buffer.getInt(at + 1) == RANKED * Long.BYTES) {
        int[] nearestFirst = new int[RANKED];
        for (int rank = 0; rank < RANKED; rank++) {
          nearestFirst[RANKED - 1 - rank] = (int) buffer.getLong(at + 5 + rank * Long.BYTES);
        }
        rankings.add(nearestFirst);
        at += 4 + RANKED * Long.BYTES;
      }
    }
    return rankings;
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
