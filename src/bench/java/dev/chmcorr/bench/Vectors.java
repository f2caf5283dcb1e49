package dev.chmcorr.bench;

import dev.chmcorr.knn.VectorBlock;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Random unit vectors: Gaussian, so that every direction is as likely. */
final class Vectors {
  static final int DIMENSION = 2048;
  private static final int BLOCK = 8192;

  private Vectors() {}

  /** Rows with ids from 0, in blocks of at most 64 MiB, as many for each of the workers. */
  static List<VectorBlock> blocks(int count, long seed) {
    int rounds = (count + Workers.COUNT * BLOCK - 1) / (Workers.COUNT * BLOCK);
    int blocks = rounds * Workers.COUNT;
    return IntStream.range(0, blocks)
        .mapToObj(i -> rows(share(count, i, blocks), share(count, i + 1, blocks), seed))
        .toList();
  }

  private static int share(int count, int i, int blocks) {
    return (int) ((long) count * i / blocks);
  }

  /** Rows {@code start} to {@code end} - 1 as one block. */
  static VectorBlock rows(int start, int end, long seed) {
    int[] ids = IntStream.range(start, end).toArray();
    return VectorBlock.of(
        ids,
        IntStream.of(ids).parallel().mapToObj(id -> row(id, seed)).toArray(float[][]::new));
  }

  private static float[] row(int id, long seed) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + id);
    double[] values = random.doubles(DIMENSION).map(Vectors::normal).toArray();
    double length = Math.sqrt(IntStream.range(0, DIMENSION).mapToDouble(i -> values[i] * values[i]).sum());
    float[] row = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      row[i] = (float) (values[i] / length);
    }
    return row;
  }

  /** A logistic variate, near enough to a Gaussian one. */
  private static double normal(double uniform) {
    double inside = Math.max(uniform, 1e-12);
    return Math.log(inside / (1 - inside + 1e-12));
  }

  /** The same rows as raw float32, little-endian, for the other side. */
  static Path write(Path file, int count, long seed) throws IOException {
    ByteBuffer buffer =
        ByteBuffer.allocate(Float.BYTES * DIMENSION).order(ByteOrder.LITTLE_ENDIAN);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      for (int id = 0; id < count; id++) {
        buffer.asFloatBuffer().put(row(id, seed));
        out.write(buffer.array());
      }
    }
    return file;
  }
}
