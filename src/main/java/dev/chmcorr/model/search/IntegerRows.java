package dev.chmcorr.model.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.chmcorr.knn.Int8;
import dev.chmcorr.knn.VectorBlock;
import java.nio.ByteBuffer;

/**
 * Rows of 8-bit integers: unit vectors less a centre, each with a scale of its own, and zeros up to
 * multiples of 8 rows and 64 columns. One matrix at a time; the next overwrites it.
 */
final class IntegerRows {
  private static final ByteBuffer NO_ROOM = ByteBuffer.allocateDirect(0);

  /** Bytes of a cache line. */
  private static final int ALIGNMENT = 64;

  private static final int ROWS = 8;
  private static final int COLUMNS = 64;

  private final float[] centre;
  private final int levels;
  private final float[] row;
  private final byte[] rounded;
  private ByteBuffer room = NO_ROOM;
  private final float[] dither;
  private final float[] other;
  private float scale;
  private float offset;

  private IntegerRows(float[] centre, int most, Dither dither, boolean queries) {
    this.centre = centre;
    this.levels = Math.min(most, Int8.levels(centre.length));
    this.row = new float[width(centre.length)];
    this.rounded = new byte[row.length];
    this.dither = queries ? dither.queries() : dither.gallery();
    this.other = queries ? dither.gallery() : dither.queries();
  }

  /**
   * Room for queries.
   *
   * @param centre is taken off every vector
   */
  static IntegerRows ofQueries(float[] centre) {
    return new IntegerRows(centre, Int8.MAX, dither(centre.length), true);
  }

  /**
   * Room for gallery rows.
   *
   * @param centre is taken off every vector
   * @param most the largest integer wanted
   */
  static IntegerRows ofGallery(float[] centre, int most) {
    return new IntegerRows(centre, most, dither(centre.length), false);
  }

  /** The dither of vectors. */
  static Dither dither(int dimension) {
    return Dither.of(dimension, width(dimension));
  }

  private static int width(int dimension) {
    return (dimension + COLUMNS - 1) / COLUMNS * COLUMNS;
  }

  /** Makes room for some rows. */
  void start(int rows) {
    int padded = (rows + ROWS - 1) / ROWS * ROWS;
    int bytes = Math.multiplyExact(padded, row.length);
    if (room.capacity() < bytes) {
      room = ByteBuffer.allocateDirect(bytes + ALIGNMENT).alignedSlice(ALIGNMENT);
    }
    room.clear().limit(bytes);
  }

  /** Adds a vector of a block. */
  void add(VectorBlock block, int vector) {
    block.putUnit(vector, centre, row);
    scale = Int8.FASTEST.scale(row, levels);
    offset = Int8.FASTEST.round(row, scale, dither, other, rounded);
    room.put(rounded);
  }

  /** Scale of the vector that was added last. */
  float scale() {
    return scale;
  }

  /** Product of the integers of the vector that was added last with the other side's dither. */
  float offset() {
    return offset;
  }

  /** Length of the vector that was added last, less the centre. */
  double length() {
    return FloatQueries.length(row);
  }

  /** The matrix, filled up with rows of zeros. */
  NDArray finish(NDManager manager) {
    int rows = room.limit() / row.length;
    while (room.hasRemaining()) {
      room.put((byte) 0);
    }
    room.flip();
    return manager.create(room, new Shape(rows, row.length), DataType.INT8);
  }
}
