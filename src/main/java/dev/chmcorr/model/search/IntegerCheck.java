package dev.chmcorr.model.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.chmcorr.knn.Int8;
import dev.chmcorr.model.torch.TorchNetwork;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Tries whether libtorch's products of integers are exact. Without instructions for them, or where
 * {@code ONEDNN_MAX_CPU_ISA} forbids these, it adds products in pairs in 16 bits, which clips large
 * ones.
 */
final class IntegerCheck {
  private static final int ROWS = 64;

  /** So that products of the largest pass 2^24, up to which float32 would hold them. */
  private static final int WIDTH = 2048;

  private IntegerCheck() {}

  /**
   * Multiplies the largest numbers of either sign.
   *
   * @param levels the largest that the gallery may have
   */
  static boolean isExact(TorchNetwork network, int levels) {
    try (NDManager manager = network.newManager()) {
      NDArray queries = extremes(manager, Int8.MAX);
      NDArray gallery = extremes(manager, levels);
      int[] products = network.run(manager, "products", queries, gallery).get(0).toIntArray();
      for (int i = 0; i < products.length; i++) {
        int sign = (i / ROWS + i % ROWS) % 2 == 0 ? 1 : -1;
        if (products[i] != sign * WIDTH * Int8.MAX * levels) {
          return false;
        }
      }
      return true;
    }
  }

  /** Rows of one number and of its negative in turn. */
  private static NDArray extremes(NDManager manager, int number) {
    ByteBuffer numbers = ByteBuffer.allocateDirect(ROWS * WIDTH);
    byte[] row = new byte[WIDTH];
    for (int i = 0; i < ROWS; i++) {
      Arrays.fill(row, (byte) (i % 2 == 0 ? number : -number));
      numbers.put(row);
    }
    return manager.create(numbers.flip(), new Shape(ROWS, WIDTH), DataType.INT8);
  }
}
