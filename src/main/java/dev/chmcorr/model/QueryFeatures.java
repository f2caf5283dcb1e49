package dev.chmcorr.model;

public final class QueryFeatures implements AutoCloseable {
  public void close() {}
}
