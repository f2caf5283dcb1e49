package dev.chmcorr.model.archive;

import dev.chmcorr.model.checkpoint.TensorData;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A float32 tensor to be written into an archive. The shape is known at once; the values are asked
 * for only when their turn comes, so that an archive larger than the heap can be written.
 *
 * @param shape sizes of the dimensions
 * @param values gives the values, row-major; called once
 */
public record TorchTensor(int[] shape, Supplier<float[]> values) {
  /** A tensor whose values are at hand. */
  public static TorchTensor of(TensorData data) {
    return new TorchTensor(data.shape(), data::values);
  }

  /** Number of values. */
  public int size() {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }
}
