package dev.chmcorr.job.correspond;

import dev.chmcorr.job.method.Features;
import dev.chmcorr.job.run.ChunkSizes;
import dev.chmcorr.job.run.GuidedPartitions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Executors that compare queries as {@link CorrespondJob} has them do, with its chunks, shares and
 * caches, but without networks: for what these take a clock is moved. That two tasks of an
 * executor compute the same candidate at once is left out.
 *
 * @param count of executors with a cache each
 * @param slots tasks that an executor runs at once, on a core each
 * @param cacheBytes of an executor
 * @param costs of the networks
 */
record SimulatedExecutors(int count, int slots, long cacheBytes, Costs costs) {
  /** As {@link CorrespondJob} has them. */
  private static final int FIRST_QUERIES = 4;

  private static final int MAX_SHARES = 16;

  /** Which executor a query goes to. */
  enum Way {
    /** Any that is free. */
    ANY,
    /** The one whose stretch it is in; others take the last of its shares if they have none. */
    STRETCHES
  }

  /**
   * What an image costs.
   *
   * @param features seconds of a core to compute those of an image
   * @param pair likewise to compare two images
   * @param bytes of a candidate's features
   */
  record Costs(double features, double pair, long bytes) {}

  /**
   * What a run comes to.
   *
   * @param computed candidates' features
   * @param seconds from begin to end
   */
  record Outcome(long computed, double seconds) {}

  /** Features of which only the size is known. */
  private record Sized(long bytes) implements Features {
    @Override
    public boolean isFinite() {
      return true;
    }

    @Override
    public void close() {}
  }

  private static final class Slot {
    private final String executor;
    private final int number;
    private final CandidateCache cache;
    private double time;
    private Iterator<int[]> share = Collections.emptyIterator();

    Slot(String executor, int number, CandidateCache cache) {
      this.executor = executor;
      this.number = number;
      this.cache = cache;
    }
  }

  /** Compares queries in this order, each given as its candidates. */
  Outcome run(List<int[]> queries, Way way) {
    Map<String, CandidateCache> executors = new TreeMap<>();
    IntStream.range(0, count).forEach(number -> executors.put("%03d".formatted(number), new CandidateCache(cacheBytes)));
    List<Slot> all = new ArrayList<>();
    executors.forEach((name, cache) -> IntStream.range(0, slots).forEach(i -> all.add(new Slot(name, all.size(), cache))));
    Collection<String> names = way == Way.ANY ? List.of("") : executors.keySet();
    Stretches<int[]> stretches = new Stretches<>(queries);
    ChunkSizes sizes = new ChunkSizes(all.size(), FIRST_QUERIES);
    long computed = 0;
    double now = 0;
    int size = sizes.first();
    for (int done = 0; done < queries.size(); ) {
      int least = Math.max(1, size / (MAX_SHARES * all.size()));
      Map<String, Deque<List<int[]>>> shares = new TreeMap<>();
      stretches.take(size, names).forEach((name, some) -> shares.put(name, new ArrayDeque<>(GuidedPartitions.of(some, all.size() / names.size(), least))));
      Outcome chunk = run(shares, all, now);
      done += Math.min(size, queries.size() - done);
      computed += chunk.computed();
      size = sizes.next(size, chunk.seconds() - now, chunk.seconds(), queries.size() - done);
      now = chunk.seconds();
    }
    return new Outcome(computed, now);
  }

  private Outcome run(Map<String, Deque<List<int[]>>> shares, List<Slot> slots, double now) {
    PriorityQueue<Slot> busy =
        new PriorityQueue<>(Comparator.comparingDouble((Slot slot) -> slot.time).thenComparing(slot -> slot.number));
    slots.forEach(slot -> slot.time = now);
    busy.addAll(slots);
    long computed = 0;
    double end = now;
    while (!busy.isEmpty()) {
      Slot slot = busy.poll();
      if (!slot.share.hasNext()) {
        slot.share = next(shares, slot.executor).iterator();
      }
      if (slot.share.hasNext()) {
        int[] query = slot.share.next();
        int missing = compare(slot.cache, query);
        computed += missing;
        slot.time += costs.features() * (1 + missing) + costs.pair() * query.length;
        busy.add(slot);
      } else {
        end = Math.max(end, slot.time);
      }
    }
    return new Outcome(computed, end);
  }

  private static List<int[]> next(Map<String, Deque<List<int[]>>> shares, String executor) {
    Deque<List<int[]>> own = shares.getOrDefault(executor, shares.get(""));
    List<int[]> share = own == null ? null : own.poll();
    if (share == null) {
      share = Collections.max(shares.values(), Comparator.comparingInt(Deque::size)).pollLast();
    }
    return share == null ? List.of() : share;
  }

  private int compare(CandidateCache cache, int[] query) {
    List<CandidateCache.Entry> entries = new ArrayList<>();
    int missing = 0;
    for (int id : query) {
      String path = Integer.toString(id);
      CandidateCache.Entry entry = cache.acquire(path);
      if (entry == null) {
        entry = cache.put(path, new Sized(costs.bytes()), null);
        missing++;
      }
      entries.add(entry);
    }
    entries.forEach(cache::release);
    return missing;
  }
}
