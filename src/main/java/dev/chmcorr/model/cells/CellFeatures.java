package dev.chmcorr.model.cells;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.chmcorr.cells.CellProducts;

/**
 * The feature map of one image, from {@link CellNetwork}. Holds native memory until closed. Any
 * number of threads may use it at once; whoever closes it must make sure that none still does.
 */
public final class CellFeatures implements AutoCloseable {
  private final NDManager manager;
  private final NDArray cells;
  private final int height;
  private final int width;
  private final CellProducts.Side side;

  /**
   * @param manager owns the cells; closed with this object
   * @param cells float32 [height * width, C], row-major
   */
  CellFeatures(NDManager manager, NDArray cells, int height, int width) {
    this.manager = manager;
    this.cells = cells;
    this.height = height;
    this.width = width;
    this.side = side(cells);
  }

  private static CellProducts.Side side(NDArray cells) {
    try (NDManager scratch = cells.getManager().newSubManager()) {
      // Results belong to the manager of what they are computed from.
      cells.tempAttach(scratch);
      NDArray lengths = cells.square().sum(new int[] {1}).sqrt();
      NDArray meanLength = cells.mean(new int[] {0}).square().sum().sqrt();
      return new CellProducts.Side(lengths.toFloatArray(), meanLength.getFloat());
    }
  }

  /** Rows of cells. */
  public int height() {
    return height;
  }

  /** Columns of cells. */
  public int width() {
    return width;
  }

  NDArray cells() {
    return cells;
  }

  CellProducts.Side side() {
    return side;
  }

  /** Whether no number of it is NaN or infinite. */
  public boolean isFinite() {
    boolean finite = Float.isFinite(side.meanLength());
    for (float length : side.lengths()) {
      finite &= Float.isFinite(length);
    }
    return finite;
  }

  /** Native memory held, in bytes. */
  public long bytes() {
    return cells.size() * Float.BYTES;
  }

  @Override
  public void close() {
    manager.close();
  }
}
