package dev.chmcorr.model.match;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** Features of a query image, from {@link Matcher#query}. */
public final class QueryFeatures extends ImageFeatures {
  QueryFeatures(NDManager manager, NDArray descriptors, NDArray cells) {
    super(manager, descriptors, cells);
  }
}
