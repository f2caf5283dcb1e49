package dev.chmcorr.model.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.chmcorr.knn.VectorBlock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Rows of {@code product.py}'s matrices: unit vectors less a centre, one more column, and zeros up
 * to multiples of 8 rows and 32 columns, which the units work on at once. One matrix at a time; the
 * next overwrites it.
 */
final class FloatRows {
  /** Columns that a matrix has beyond the dimension, at most. */
  static final int MORE_COLUMNS = 32;

  private static final ByteBuffer NO_ROOM = ByteBuffer.allocateDirect(0);

  /** Rows that straddle cache lines cost a tenth of the product's time. */
  private static final int ALIGNMENT = 64;

  private static final int ROWS = 8;
  private static final int COLUMNS = 32;

  private final float[] centre;
  private final float[] row;
  private ByteBuffer room = NO_ROOM;

  FloatRows(float[] centre) {
    this.centre = centre;
    this.row = new float[(centre.length + MORE_COLUMNS) / COLUMNS * COLUMNS];
  }

  /** Makes room for some rows. */
  void start(int rows) {
    int padded = (rows + ROWS - 1) / ROWS * ROWS;
    int numbers = Math.multiplyExact(padded, row.length);
    int bytes = Math.multiplyExact(numbers, Float.BYTES);
    if (room.capacity() < bytes) {
      room =
          ByteBuffer.allocateDirect(bytes + ALIGNMENT)
              .alignedSlice(ALIGNMENT)
              .order(ByteOrder.nativeOrder());
    }
    room.clear().limit(bytes);
  }

  /**
   * Adds a vector of a block.
   *
   * @param more what the one more column holds
   */
  void add(VectorBlock block, int vector, float more) {
    block.putUnit(vector, centre, row);
    row[centre.length] = more;
    room.asFloatBuffer().put(row);
    room.position(room.position() + Float.BYTES * row.length);
  }

  /** The matrix, filled up with rows of zeros. */
  NDArray finish(NDManager manager) {
    int rows = room.limit() / row.length / Float.BYTES;
    while (room.hasRemaining()) {
      room.put((byte) 0);
    }
    room.flip();
    return manager.create(room, new Shape(rows, row.length), DataType.FLOAT32);
  }
}
