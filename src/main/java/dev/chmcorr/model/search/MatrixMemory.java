package dev.chmcorr.model.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory outside the Java heap for one matrix at a time, row by row; the next overwrites it. Rows
 * of zeros fill it up to a multiple of 8, which the units work on at once.
 */
final class MatrixMemory {
  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

  /** Rows that straddle cache lines cost a tenth of the product's time. */
  private static final int ALIGNMENT = 64;

  private static final int ROWS = 8;

  private final int width;
  private final DataType type;
  private ByteBuffer memory = NOTHING;

  /**
   * No memory yet.
   *
   * @param width numbers in a row
   */
  MatrixMemory(int width, DataType type) {
    this.width = width;
    this.type = type;
  }

  /** Makes room for some rows. */
  void start(int rows) {
    int padded = (rows + ROWS - 1) / ROWS * ROWS;
    int bytes = Math.multiplyExact(Math.multiplyExact(padded, width), type.getNumOfBytes());
    if (memory.capacity() < bytes) {
      memory =
          ByteBuffer.allocateDirect(bytes + ALIGNMENT)
              .alignedSlice(ALIGNMENT)
              .order(ByteOrder.nativeOrder());
    }
    memory.clear().limit(bytes);
  }

  /** Adds a row of 8-bit integers. */
  void add(byte[] row) {
    memory.put(row);
  }

  /** Adds a row of float32. */
  void add(float[] row) {
    memory.asFloatBuffer().put(row);
    memory.position(memory.position() + Float.BYTES * row.length);
  }

  /** The matrix. */
  NDArray finish(NDManager manager) {
    int rows = memory.limit() / width / type.getNumOfBytes();
    while (memory.hasRemaining()) {
      memory.put((byte) 0);
    }
    memory.flip();
    return manager.create(memory, new Shape(rows, width), type);
  }
}
