package dev.chmcorr.job.correspond;

import dev.chmcorr.job.method.Features;
import dev.chmcorr.table.Failure;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Features of gallery images that this JVM has computed on one device, shared by the tasks there
 * and bounded in bytes. An entry is pinned while a task uses it; the least recently used unpinned
 * ones go first. The features' native memory is freed when they go.
 */
final class CandidateCache implements AutoCloseable {
  /** A gallery image's features, or why it has none. */
  static final class Entry {
    private final Features features;
    private final Failure failure;
    private int pins = 1;

    private Entry(Features features, Failure failure) {
      this.features = features;
      this.failure = failure;
    }

    /** Null if the image failed. */
    Features features() {
      return features;
    }

    /** Null if the image is good. */
    Failure failure() {
      return failure;
    }

    /** Whether another try may end otherwise. */
    private boolean isPassing() {
      return failure != null && failure.reason().isPassing();
    }

    private long bytes() {
      return features == null ? 0 : features.bytes();
    }
  }

  private final long limit;
  private final Map<String, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;

  /**
   * @param limit bytes of features kept; pinned ones may exceed it
   */
  CandidateCache(long limit) {
    this.limit = limit;
  }

  synchronized boolean contains(String path) {
    return entries.containsKey(path);
  }

  /** The entry, pinned, or null; to be given back by {@link #release}. */
  synchronized Entry acquire(String path) {
    Entry entry = entries.get(path);
    if (entry != null) {
      entry.pins++;
    }
    return entry;
  }

  /**
   * Adds features, or a failure, and pins the entry. Of two that were computed at once, one stays.
   */
  synchronized Entry put(String path, Features features, Failure failure) {
    Entry present = acquire(path);
    if (present != null) {
      if (features != null) {
        features.close();
      }
      return present;
    }
    Entry entry = new Entry(features, failure);
    entries.put(path, entry);
    bytes += entry.bytes();
    evict();
    return entry;
  }

  /** Unpins an entry; a file that could not be read is tried again by the next to need it. */
  synchronized void release(Entry entry) {
    entry.pins--;
    if (entry.pins == 0 && entry.isPassing()) {
      entries.values().remove(entry);
    }
    evict();
  }

  /** Frees everything; no task may be using it any more. */
  @Override
  public synchronized void close() {
    for (Entry entry : entries.values()) {
      if (entry.features != null) {
        entry.features.close();
      }
    }
    entries.clear();
    bytes = 0;
  }

  /** How many entries tasks are using. */
  synchronized long pinned() {
    return entries.values().stream().filter(entry -> entry.pins > 0).count();
  }

  private void evict() {
    Iterator<Entry> oldest = entries.values().iterator();
    while (bytes > limit && oldest.hasNext()) {
      Entry entry = oldest.next();
      if (entry.pins == 0 && entry.features != null) {
        oldest.remove();
        bytes -= entry.bytes();
        entry.features.close();
      }
    }
  }
}
