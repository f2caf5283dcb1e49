package dev.chmcorr.job.input;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A bitmap of 90 MB whose pixels need an array of two gigabytes. */
public final class HugeImage {
  private static final int SIDE = 26_754;

  /** What it has, within the highest limit. */
  public static final int PIXELS = SIDE * SIDE;

  private static final int PIECE = 64 << 20;

  /** What a test may fill; where the heap is larger than its parts, it is not run. */
  private static final long MAX_BALLAST = 2L << 30;

  private HugeImage() {}

  /** Writes it as a file with holes, which takes no room on the disk. */
  public static void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    byte[] header = "P4\n%1$d %1$d\n".formatted(SIDE).getBytes(StandardCharsets.US_ASCII);
    try (RandomAccessFile bitmap = new RandomAccessFile(file.toFile(), "rw")) {
      bitmap.write(header);
      bitmap.setLength(header.length + (SIDE + 7L) / 8 * SIDE);
    }
  }

  /** So much of the heap that, as long as it is reachable, the pixels do not fit. */
  public static List<byte[]> ballast() {
    long rest = Runtime.getRuntime().maxMemory() - 3L * PIXELS + PIECE;
    assumeTrue(rest <= MAX_BALLAST, "a heap of a few gigabytes");
    List<byte[]> ballast = new ArrayList<>();
    for (; rest > 0; rest -= PIECE) {
      ballast.add(new byte[PIECE]);
    }
    return ballast;
  }
}
