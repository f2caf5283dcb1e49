package dev.chmcorr.model.trunk;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** The two things that a trunk computes from a batch of images, uint8 [B, H, W, 3]. */
interface TrunkProgram {
  /** The last feature map. */
  FeatureMaps cells(NDManager manager, NDArray images);

  /** Float32 [B, C]: the mean of the cells. */
  NDArray embed(NDManager manager, NDArray images);
}
