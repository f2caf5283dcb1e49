package dev.chmcorr.model.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.chmcorr.knn.ApproximateFilter;
import dev.chmcorr.knn.Hits;
import dev.chmcorr.model.torch.TorchNetwork;

/**
 * Lets the device select the groups of products that hold one to be selected, so that a GPU need
 * not send all of them. In float32.
 */
final class GpuThresholdSelector implements ThresholdSelector {
  /** Products that {@code product.py} looks at together. */
  static final int GROUP = 8;

  private final TorchNetwork network;

  GpuThresholdSelector(TorchNetwork network) {
    this.network = network;
  }

  @Override
  public void select(
      NDManager scratch,
      Matrices matrices,
      Selection selection,
      ApproximateFilter.Receiver receiver) {
    float[] cuts = new float[selection.queries()];
    for (int query = 0; query < cuts.length; query++) {
      cuts[query] = selection.cut(query);
    }
    NDArray column = scratch.create(cuts, new Shape(cuts.length, 1));
    NDList near = network.run(scratch, "near", matrices.queries(), matrices.gallery(), column);
    int[] places = near.get(0).toIntArray();
    float[] products = near.get(1).toFloatArray();
    int groups = Math.toIntExact(matrices.gallery().getShape().get(0)) / GROUP;
    Hits hits = new Hits();
    for (int i = 0; i < places.length; ) {
      int query = places[i] / groups;
      hits.clear();
      for (; i < places.length && places[i] / groups == query; i++) {
        for (int j = 0; j < GROUP; j++) {
          int row = places[i] % groups + j * groups;
          float product = products[i * GROUP + j];
          // Negated, so that NaN passes.
          if (row < matrices.rows() && !(product < cuts[query])) {
            hits.add(row, product, selection.tolerances()[query]);
          }
        }
      }
      receiver.take(query, hits);
    }
  }
}
