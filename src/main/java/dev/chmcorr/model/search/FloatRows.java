package dev.chmcorr.model.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.chmcorr.knn.VectorBlock;

/**
 * Rows of {@code product.py}'s matrices: unit vectors less a centre, one more column, and zeros up
 * to multiples of 32 columns. One matrix at a time; the next overwrites it.
 */
final class FloatRows {
  /** Columns that a matrix has beyond the dimension, at most. */
  static final int MORE_COLUMNS = 32;

  private final float[] centre;
  private final float[] row;
  private final MatrixMemory matrix;

  FloatRows(float[] centre) {
    this.centre = centre;
    this.row = new float[(centre.length + MORE_COLUMNS) / MORE_COLUMNS * MORE_COLUMNS];
    this.matrix = new MatrixMemory(row.length, DataType.FLOAT32);
  }

  /** Makes room for some rows. */
  void start(int rows) {
    matrix.start(rows);
  }

  /**
   * Adds a vector of a block.
   *
   * @param more what the one more column holds
   */
  void add(VectorBlock block, int vector, float more) {
    block.putUnit(vector, centre, row);
    row[centre.length] = more;
    matrix.add(row);
  }

  /** The matrix, with rows of zeros as filling. */
  NDArray finish(NDManager manager) {
    return matrix.finish(manager);
  }
}
