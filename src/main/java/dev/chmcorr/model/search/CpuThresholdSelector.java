package dev.chmcorr.model.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.chmcorr.knn.ApproximateFilter;
import dev.chmcorr.knn.Hits;
import dev.chmcorr.model.torch.TorchNetwork;
import java.nio.FloatBuffer;

/**
 * Searches all products in Java, after the CPU has computed them. Measured: by Java's Vector API it
 * takes a third of the time that libtorch takes to select them ({@link GpuThresholdSelector}),
 * without it half.
 */
final class CpuThresholdSelector implements ThresholdSelector {
  private final TorchNetwork network;

  CpuThresholdSelector(TorchNetwork network) {
    this.network = network;
  }

  @Override
  public void select(
      NDManager scratch,
      Matrices matrices,
      Selection selection,
      ApproximateFilter.Receiver receiver) {
    NDArray products =
        network.run(scratch, "products", matrices.queries(), matrices.gallery()).get(0);
    FloatBuffer numbers = products.toByteBuffer(true).asFloatBuffer();
    float[] line = new float[Math.toIntExact(products.getShape().get(1))];
    Hits hits = new Hits();
    for (int query = 0; query < selection.queries(); query++) {
      numbers.get(line);
      hits.clear();
      hits.addReaching(
          selection.thresholds()[query], line, matrices.rows(), selection.tolerances()[query]);
      receiver.take(query, hits);
    }
  }
}
