package dev.chmcorr.model.trunk;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.chmcorr.model.torch.TorchNetwork;

/** A trunk written by {@code ResNetImporter}. */
record ImportedTrunk(TorchNetwork network) implements TrunkProgram {
  @Override
  public NDArray cells(NDManager manager, NDArray images) {
    return network.run(manager, "cells", images).singletonOrThrow();
  }

  @Override
  public NDArray embed(NDManager manager, NDArray images) {
    return network.run(manager, "embed", images).singletonOrThrow();
  }
}
