package dev.chmcorr.job.correspond;

import java.util.HashMap;
import java.util.Map;

/**
 * The caches of a JVM for the run in hand, one for each device: features lie in the memory of the
 * device that computed them, and no other can use them.
 */
public final class CandidateCaches {
  /** Those of the tasks in this JVM. */
  static final CandidateCaches OF_THIS_JVM = new CandidateCaches();

  private final Map<String, CandidateCache> byDevice = new HashMap<>();
  private CacheKey run;

  /** The run's cache on a device; caches of an earlier run are dropped. */
  public synchronized CandidateCache of(CacheKey key, String device) {
    if (!key.equals(run)) {
      byDevice.values().forEach(CandidateCache::clear);
      byDevice.clear();
      run = key;
    }
    return byDevice.computeIfAbsent(
        device, name -> new CandidateCache((long) key.mebibytes() << 20));
  }
}
