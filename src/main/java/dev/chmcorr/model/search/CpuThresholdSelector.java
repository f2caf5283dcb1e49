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
 * Searches all products in Java, after the CPU has computed them. Measured: by Java's Vector API it
 * takes a third of the time that libtorch takes to select them ({@link GpuThresholdSelector}),
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
      NDManager scratch,
      Matrices matrices,
      Selection selection,
      ApproximateFilter.Receiver receiver) {
    NDArray products =
        network.run(scratch, "products", matrices.queries(), matrices.gallery()).get(0);
    int columns = Math.toIntExact(products.getShape().get(1));
    switch (arithmetic) {
      case BFLOAT16 -> {
        ShortBuffer numbers = products.toByteBuffer(true).asShortBuffer();
        select(numbers, new short[columns], matrices.rows(), selection, receiver);
      }
      case FLOAT32 -> {
        FloatBuffer numbers = products.toByteBuffer(true).asFloatBuffer();
        select(numbers, new float[columns], matrices.rows(), selection, receiver);
      }
    }
  }

  private static void select(
      ShortBuffer products,
      short[] line,
      int rows,
      Selection selection,
      ApproximateFilter.Receiver receiver) {
    Hits hits = new Hits();
    for (int query = 0; query < selection.queries(); query++) {
      products.get(line);
      hits.clear();
      hits.addReaching(selection.thresholds()[query], line, rows, selection.tolerances()[query]);
      receiver.take(query, hits);
    }
  }

  private static void select(
      FloatBuffer products,
      float[] line,
      int rows,
      Selection selection,
      ApproximateFilter.Receiver receiver) {
    Hits hits = new Hits();
    for (int query = 0; query < selection.queries(); query++) {
      products.get(line);
      hits.clear();
      hits.addReaching(selection.thresholds()[query], line, rows, selection.tolerances()[query]);
      receiver.take(query, hits);
    }
  }
}
