package dev.chmcorr.job.correspond;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** Ways of putting queries one behind the other, so that those with common candidates meet. */
enum QueryOrder {
  /** As the queries are numbered. */
  ID(candidates -> 0),
  /** By the smallest hash of a candidate (min-hash). */
  MIN_HASH(QueryOrder::leastHash),
  /** By the nearest candidate. */
  NEAREST(candidates -> candidates[0]),
  /** By the candidate in the middle of the ids, which follow classes. */
  MIDDLE(QueryOrder::middle),
  /** So, but always next the query of its class that shares most with those just before. */
  GREEDY(QueryOrder::middle);

  /** Queries before a query that it is to be like, and how many after it may come before it. */
  private static final int WINDOW = 20;

  private static final int LOOKAHEAD = 200;

  private final ToLongFunction<int[]> key;

  QueryOrder(ToLongFunction<int[]> key) {
    this.key = key;
  }

  /** Queries in this order, each as its candidates. */
  List<int[]> of(int[][] queries) {
    long[] keys = Arrays.stream(queries).mapToLong(key).toArray();
    List<int[]> sorted =
        IntStream.range(0, queries.length)
            .boxed()
            .sorted((a, b) -> Long.compare(keys[a], keys[b]))
            .map(q -> queries[q])
            .toList();
    return this == GREEDY ? greedy(sorted) : sorted;
  }

  private static List<int[]> greedy(List<int[]> sorted) {
    List<int[]> near = new ArrayList<>(sorted.subList(0, Math.min(LOOKAHEAD, sorted.size())));
    List<int[]> ordered = new ArrayList<>(sorted.size());
    for (int next = near.size(); !near.isEmpty(); next++) {
      BitSet held = new BitSet();
      ordered.subList(Math.max(0, ordered.size() - WINDOW), ordered.size()).forEach(query -> Arrays.stream(query).forEach(held::set));
      int best = IntStream.range(0, near.size()).reduce((a, b) -> shared(near.get(b), held) > shared(near.get(a), held) ? b : a).orElseThrow();
      ordered.add(near.remove(best));
      if (next < sorted.size()) {
        near.add(sorted.get(next));
      }
    }
    return ordered;
  }

  private static long shared(int[] query, BitSet held) {
    int shared = 0;
    for (int id : query) {
      shared += held.get(id) ? 1 : 0;
    }
    return shared;
  }

  private static long middle(int[] candidates) {
    int[] sorted = candidates.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static long leastHash(int[] candidates) {
    return Arrays.stream(candidates).mapToLong(id -> id * 0x9E3779B97F4A7C15L >>> 1).min().orElse(0);
  }
}
