package dev.chmcorr.model;

public final class CandidateFeatures implements AutoCloseable {
  public void close() {}

  public long bytes() {
    return 0;
  }
}
