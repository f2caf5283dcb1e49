package dev.chmcorr.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** A trunk written by {@link ResNetImporter}. */
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
