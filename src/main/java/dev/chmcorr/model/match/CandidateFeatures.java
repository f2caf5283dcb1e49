package dev.chmcorr.model.match;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** Features of a candidate image, from {@link Matcher#candidates}. */
public final class CandidateFeatures extends ImageFeatures {
  CandidateFeatures(NDManager manager, NDArray descriptors, NDArray cells) {
    super(manager, descriptors, cells);
  }
}
