package dev.chmcorr.model.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.chmcorr.knn.Int8;
import dev.chmcorr.knn.VectorBlock;

/**
 * Rows of 8-bit integers: unit vectors less a centre, each with a scale of its own, and zeros up to
 * multiples of 64 columns. One matrix at a time; the next overwrites it.
 */
final class IntegerRows {
  private static final int COLUMNS = 64;

  private final float[] centre;
  private final int levels;
  private final float[] dither;
  private final float[] other;
  private final float[] row;
  private final byte[] rounded;
  private final MatrixMemory matrix;
  private float scale;
  private float offset;

  /**
   * Without rows yet.
   *
   * @param most the largest integer wanted
   * @param dither of these rows
   * @param other of those that they are multiplied with
   */
  private IntegerRows(float[] centre, int most, float[] dither, float[] other) {
    this.centre = centre;
    this.levels = Math.min(most, Int8.levels(centre.length));
    this.dither = dither;
    this.other = other;
    this.row = new float[dither.length];
    this.rounded = new byte[dither.length];
    this.matrix = new MatrixMemory(dither.length, DataType.INT8);
  }

  /**
   * Room for queries.
   *
   * @param centre is taken off every vector
   */
  static IntegerRows ofQueries(float[] centre) {
    Dither dither = dither(centre.length);
    return new IntegerRows(centre, Int8.MAX, dither.queries(), dither.gallery());
  }

  /**
   * Room for gallery rows.
   *
   * @param centre is taken off every vector
   * @param most the largest integer wanted
   */
  static IntegerRows ofGallery(float[] centre, int most) {
    Dither dither = dither(centre.length);
    return new IntegerRows(centre, most, dither.gallery(), dither.queries());
  }

  /** The dither of vectors. */
  static Dither dither(int dimension) {
    return Dither.of(dimension, (dimension + COLUMNS - 1) / COLUMNS * COLUMNS);
  }

  /** Makes room for some rows. */
  void start(int rows) {
    matrix.start(rows);
  }

  /** Adds a vector of a block. */
  void add(VectorBlock block, int vector) {
    block.putUnit(vector, centre, row);
    scale = Int8.FASTEST.scale(row, levels);
    offset = Int8.FASTEST.round(row, scale, dither, other, rounded);
    matrix.add(rounded);
  }

  /** Scale of the vector that was added last. */
  float scale() {
    return scale;
  }

  /** Product of the integers of the vector that was added last with the other side's dither. */
  float offset() {
    return offset;
  }

  /** The matrix, with rows of zeros as filling. */
  NDArray finish(NDManager manager) {
    return matrix.finish(manager);
  }
}
