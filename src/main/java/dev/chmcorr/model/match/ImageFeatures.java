package dev.chmcorr.model.match;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.chmcorr.chm.CellMaps;

/**
 * What matching needs of one image. Holds native memory until closed. Any number of threads may use
 * it at once; whoever closes it must make sure that none still does.
 */
public abstract sealed class ImageFeatures implements AutoCloseable
    permits QueryFeatures, CandidateFeatures {
  private static final int BFLOAT16_BYTES = 2;

  private final NDManager manager;
  private final NDArray descriptors;
  private final NDArray cells;
  private final CellMaps.Side lengths;

  /**
   * @param manager owns both arrays; closed with this object
   * @param descriptors [675, D], in the type of the arithmetic
   * @param cells float32 [49, C]: last feature map of the trunk, row-major
   */
  ImageFeatures(NDManager manager, NDArray descriptors, NDArray cells) {
    this.manager = manager;
    this.descriptors = descriptors;
    this.cells = cells;
    this.lengths = lengths(cells);
  }

  private static CellMaps.Side lengths(NDArray cells) {
    try (NDManager scratch = cells.getManager().newSubManager()) {
      // Results belong to the manager of what they are computed from.
      cells.tempAttach(scratch);
      NDArray lengths = cells.square().sum(new int[] {1}).sqrt();
      NDArray meanLength = cells.mean(new int[] {0}).square().sum().sqrt();
      return new CellMaps.Side(lengths.toFloatArray(), meanLength.getFloat());
    }
  }

  NDArray descriptors() {
    return descriptors;
  }

  NDArray cells() {
    return cells;
  }

  CellMaps.Side lengths() {
    return lengths;
  }

  /** Whether no number of it is NaN or infinite. */
  public boolean isFinite() {
    if (!Float.isFinite(lengths.meanLength())) {
      return false;
    }
    for (float length : lengths.lengths()) {
      if (!Float.isFinite(length)) {
        return false;
      }
    }
    try (NDManager scratch = descriptors.getManager().newSubManager()) {
      descriptors.tempAttach(scratch);
      // What is not finite stays so in a sum.
      return Float.isFinite(descriptors.sum().toType(DataType.FLOAT32, false).getFloat());
    }
  }

  /** Native memory held, in bytes. */
  public long bytes() {
    return bytes(descriptors) + bytes(cells);
  }

  /** DJL knows neither name nor size of bfloat16. */
  private static long bytes(NDArray array) {
    DataType type = array.getDataType();
    return array.size() * (type == DataType.UNKNOWN ? BFLOAT16_BYTES : type.getNumOfBytes());
  }

  @Override
  public void close() {
    manager.close();
  }
}
