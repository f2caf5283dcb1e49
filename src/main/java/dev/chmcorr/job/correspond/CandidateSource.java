package dev.chmcorr.job.correspond;

import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.domain.Split;
import dev.chmcorr.job.input.ImageLoader.Loaded;
import dev.chmcorr.job.method.Features;
import dev.chmcorr.job.method.PairComparer;
import dev.chmcorr.job.run.Metric;
import dev.chmcorr.job.run.TaskMeter;
import dev.chmcorr.table.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;

/** Features of candidates for one task: from the cache, or computed and put there. */
final class CandidateSource {
  private final PairComparer comparer;
  private final CandidateCache cache;
  private final ImageSource images;
  private final TaskMeter meter;
  // Candidates of the query before, whose features will be there by the time they are needed.
  private final Set<String> underWay = new HashSet<>();

  CandidateSource(
      PairComparer comparer, CandidateCache cache, ImageSource images, TaskMeter meter) {
    this.comparer = comparer;
    this.cache = cache;
    this.images = images;
    this.meter = meter;
  }

  /** Begins to decode the images that nobody has features of; {@link #arrived} ends it. */
  Map<String, Future<Loaded>> start(Collection<String> paths) {
    Map<String, Future<Loaded>> started = new HashMap<>();
    for (String path : paths) {
      if (!cache.contains(path) && underWay.add(path)) {
        started.put(path, images.start(Split.GALLERY, path));
      }
    }
    return started;
  }

  void arrived(Map<String, Future<Loaded>> started) {
    underWay.removeAll(started.keySet());
  }

  /**
   * Entries of the cache, one per path, computing those that are missing.
   *
   * @param paths without repetition
   * @param entries gets them, pinned, even if this fails; to be given back by {@link #release}
   */
  void pin(
      Collection<String> paths,
      Map<String, Future<Loaded>> started,
      Map<String, CandidateCache.Entry> entries) {
    List<String> missing = new ArrayList<>();
    for (String path : paths) {
      CandidateCache.Entry entry = cache.acquire(path);
      if (entry != null) {
        entries.put(path, entry);
      } else {
        missing.add(path);
      }
    }
    meter.count(Metric.CACHE_HITS, entries.size());
    meter.count(Metric.CACHE_MISSES, missing.size());
    // Batch by batch: while the network has one, the next is decoded.
    for (int from = 0; from < missing.size(); from += comparer.batchSize()) {
      int to = Math.min(missing.size(), from + comparer.batchSize());
      compute(missing.subList(from, to), started, entries);
    }
  }

  void release(Map<String, CandidateCache.Entry> entries) {
    entries.values().forEach(cache::release);
  }

  private void compute(
      List<String> paths,
      Map<String, Future<Loaded>> started,
      Map<String, CandidateCache.Entry> entries) {
    List<String> good = new ArrayList<>();
    List<List<RgbImage>> decoded = new ArrayList<>();
    for (String path : paths) {
      Future<Loaded> future = started.get(path);
      Loaded loaded = images.await(future != null ? future : images.start(Split.GALLERY, path));
      if (loaded.failure() != null) {
        entries.put(path, cache.put(path, null, loaded.failure()));
      } else {
        good.add(path);
        decoded.add(loaded.images());
      }
    }
    if (good.isEmpty()) {
      return;
    }
    List<Features> features = meter.time(Metric.INFER, () -> comparer.candidates(decoded));
    for (int i = 0; i < good.size(); i++) {
      entries.put(good.get(i), put(good.get(i), features.get(i)));
    }
  }

  private CandidateCache.Entry put(String path, Features features) {
    Failure failure = NotFinite.ofFeatures(features);
    if (failure == null) {
      return cache.put(path, features, null);
    }
    features.close();
    return cache.put(path, null, failure);
  }
}
