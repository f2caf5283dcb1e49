package dev.chmcorr.model.trunk;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.chmcorr.model.torch.TorchNetwork;

/** A trunk written by {@code ResNetImporter}. */
record ImportedTrunk(TorchNetwork network) implements TrunkProgram {
  /** A ResNet halves its input five times, rounding up. */
  private static final int REDUCTION = 32;

  @Override
  public FeatureMaps cells(NDManager manager, NDArray images) {
    NDArray cells = network.run(manager, "cells", images).singletonOrThrow();
    return new FeatureMaps(cells, reduced(images, 1), reduced(images, 2));
  }

  private static int reduced(NDArray images, int dimension) {
    return (int) ((images.getShape().get(dimension) + REDUCTION - 1) / REDUCTION);
  }

  @Override
  public NDArray embed(NDManager manager, NDArray images) {
    return network.run(manager, "embed", images).singletonOrThrow();
  }
}
