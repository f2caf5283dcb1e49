package dev.chmcorr.bench;

/**
 * What a run of {@code knn} and {@code rerank} of any size takes, from measured rates.
 *
 * @param gallery images
 * @param queries images
 * @param cores of all executors together
 * @param rates of a core
 */
record Growth(long gallery, long queries, int cores, Rates rates) {
  static final int NEIGHBOURS = 100;
  static final int CANDIDATES = 50;
  private static final int DIMENSION = 2048;
  private static final long EMBEDDING_BYTES = DIMENSION * Float.BYTES;

  /** Queries that are searched for in one pass over the gallery: 256 MiB of embeddings. */
  private static final long BLOCK = (256L << 20) / EMBEDDING_BYTES;

  /** Of an encoded image, as ImageNet's are. */
  private static final long IMAGE_BYTES = 110_000;

  /** Of a row of correspondences. */
  private static final long PAIR_BYTES = 800;

  /** Of a neighbour in a partial list: an id and a similarity. */
  private static final long NEIGHBOUR_BYTES = Integer.BYTES + Double.BYTES;

  private static final int PARTITIONS_PER_SLOT = 4;
  private static final int HOUR = 3600;

  /**
   * Of one core.
   *
   * @param embed seconds an image, from file to embedding
   * @param read seconds an embedding, from table to memory
   * @param products multiplications of numbers a second in a search
   * @param features seconds of those of an image that is compared, from file on
   * @param pair seconds to compare two
   * @param anew part of the candidates whose features are not in the cache
   */
  record Rates(
      double embed, double read, double products, double features, double pair, double anew) {}

  long passes() {
    return (queries + BLOCK - 1) / BLOCK;
  }

  double embedHours() {
    return hours((gallery + queries) * rates.embed());
  }

  double rankHours() {
    double products = (double) gallery * queries * DIMENSION;
    return hours(passes() * gallery * rates.read() + products / rates.products());
  }

  double correspondHours() {
    return hours(
        queries
            * (rates.features()
                + CANDIDATES * (rates.pair() + rates.anew() * rates.features())));
  }

  /** Images for their embeddings. */
  long bytesEmbedded() {
    return (gallery + queries) * IMAGE_BYTES;
  }

  /** Embeddings, each pass anew. */
  long bytesRanked() {
    return (passes() * gallery + queries) * EMBEDDING_BYTES;
  }

  /** Images for their features. */
  long bytesCompared() {
    return (long) (queries * (1 + CANDIDATES * rates.anew()) * IMAGE_BYTES);
  }

  /** At most, if every partition of the gallery has a whole list for every query. */
  long bytesShuffled() {
    return (long) PARTITIONS_PER_SLOT * cores * queries * NEIGHBOURS * NEIGHBOUR_BYTES;
  }

  /** The table of embeddings, before compression. */
  long bytesKept() {
    return (gallery + queries) * EMBEDDING_BYTES;
  }

  /** The table of correspondences. */
  long bytesWritten() {
    return queries * CANDIDATES * PAIR_BYTES;
  }

  private double hours(double seconds) {
    return seconds / cores / HOUR;
  }
}
