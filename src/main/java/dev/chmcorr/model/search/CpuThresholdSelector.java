package dev.chmcorr.model.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.chmcorr.knn.ApproximateFilter;
import dev.chmcorr.knn.Hits;
import dev.chmcorr.model.torch.Arithmetic;
import dev.chmcorr.model.torch.TorchNetwork;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/**
 * Goes through all products in Java, where the CPU has made them. Measured: by Java's Vector API it
 * takes a third of the time that libtorch takes to pick them ({@link GpuThresholdSelector}),
 * without it half.
 */
final class CpuThresholdSelector implements ThresholdSelector {
  private final TorchNetwork network;
  private final Arithmetic arithmetic;

  CpuThresholdSelector(TorchNetwork network, Arithmetic arithmetic) {
    this.network = network;
    this.arithmetic = arithmetic;
  }

  @Override
  public void select(
      NDManager scratch, Matrices matrices, Limits limits, ApproximateFilter.Receiver receiver) {
    NDArray products =
        network.run(scratch, "products", matrices.queries(), matrices.gallery()).get(0);
    int columns = Math.toIntExact(products.getShape().get(1));
    switch (arithmetic) {
      case BFLOAT16 -> {
        ShortBuffer numbers = products.toByteBuffer(true).asShortBuffer();
        select(numbers, new short[columns], matrices.rows(), limits, receiver);
      }
      case FLOAT32 -> {
        FloatBuffer numbers = products.toByteBuffer(true).asFloatBuffer();
        select(numbers, new float[columns], matrices.rows(), limits, receiver);
      }
    }
  }

  private static void select(
      ShortBuffer products,
      short[] line,
      int rows,
      Limits limits,
      ApproximateFilter.Receiver receiver) {
    Hits hits = new Hits();
    for (int query = 0; query < limits.queries(); query++) {
      products.get(line);
      hits.clear();
      hits.addReaching(limits.thresholds()[query], line, rows, limits.tolerances()[query]);
      receiver.take(query, hits);
    }
  }

  private static void select(
      FloatBuffer products,
      float[] line,
      int rows,
      Limits limits,
      ApproximateFilter.Receiver receiver) {
    Hits hits = new Hits();
    for (int query = 0; query < limits.queries(); query++) {
      products.get(line);
      hits.clear();
      hits.addReaching(limits.thresholds()[query], line, rows, limits.tolerances()[query]);
      receiver.take(query, hits);
    }
  }
}
