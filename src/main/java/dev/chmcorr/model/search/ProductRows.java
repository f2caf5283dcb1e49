package dev.chmcorr.model.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.chmcorr.knn.Bfloat16;
import dev.chmcorr.knn.VectorBlock;
import dev.chmcorr.model.torch.Arithmetic;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Rows of {@code product.py}'s matrices: unit vectors less a centre, float32 or bfloat16, three
 * more columns, and zeros up to multiples of 8 rows and 32 columns, which the units work on at
 * once. One matrix at a time; the next overwrites it.
 */
final class ProductRows {
  /** Columns that a matrix has beyond the dimension, at most. */
  static final int MORE_COLUMNS = 34;

  private static final ByteBuffer NO_ROOM = ByteBuffer.allocateDirect(0);

  /** Rows that straddle cache lines cost a tenth of the product's time. */
  private static final int ALIGNMENT = 64;

  private static final int ROWS = 8;
  private static final int COLUMNS = 32;

  private final float[] centre;
  private final Arithmetic arithmetic;
  private final float[] row;
  private final short[] rounded;
  private ByteBuffer room = NO_ROOM;

  ProductRows(float[] centre, Arithmetic arithmetic) {
    this.centre = centre;
    this.arithmetic = arithmetic;
    int width = (centre.length + MORE_COLUMNS) / COLUMNS * COLUMNS;
    this.row = new float[width];
    this.rounded = new short[width];
  }

  /** Makes room for some rows. */
  void start(int rows) {
    int padded = (rows + ROWS - 1) / ROWS * ROWS;
    int numbers = Math.multiplyExact(padded, row.length);
    int bytes = Math.multiplyExact(numbers, arithmetic.bytes());
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
   * @param more a number that the three columns hold, to within 2^-24 of it
   * @return upper bound of the length of what the matrix lacks of the vector
   */
  double add(VectorBlock block, int vector, double more) {
    block.putUnit(vector, centre, row);
    putParts((float) more);
    return add();
  }

  /** Adds a vector of a block with ones in the three columns. */
  double addWithOnes(VectorBlock block, int vector) {
    block.putUnit(vector, centre, row);
    for (int i = 0; i < 3; i++) {
      row[centre.length + i] = 1;
    }
    return add();
  }

  /** Numbers that every type holds exactly, and that add up to the given one. */
  private void putParts(float number) {
    float rest = number;
    for (int i = 0; i < 3; i++) {
      float part = Bfloat16.round(rest);
      row[centre.length + i] = part;
      rest -= part;
    }
  }

  private double add() {
    if (arithmetic == Arithmetic.FLOAT32) {
      room.asFloatBuffer().put(row);
      room.position(room.position() + Float.BYTES * row.length);
      return 0;
    }
    double lost = Bfloat16.FASTEST.round(row, rounded);
    room.asShortBuffer().put(rounded);
    room.position(room.position() + Short.BYTES * rounded.length);
    return lost;
  }

  /** The matrix, filled up with rows of zeros; two bfloat16 to an int32. */
  NDArray finish(NDManager manager) {
    int rows = room.limit() / row.length / (arithmetic.bytes());
    while (room.hasRemaining()) {
      room.put((byte) 0);
    }
    room.flip();
    return arithmetic == Arithmetic.BFLOAT16
        ? manager.create(room, new Shape(rows, row.length / 2), DataType.INT32)
        : manager.create(room, new Shape(rows, row.length), DataType.FLOAT32);
  }
}
