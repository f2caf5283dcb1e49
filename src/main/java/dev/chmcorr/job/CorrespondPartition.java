package dev.chmcorr.job;

import dev.chmcorr.domain.Correspondence;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.model.CandidateFeatures;
import dev.chmcorr.model.Matcher;
import dev.chmcorr.model.QueryFeatures;
import dev.chmcorr.table.ComparedPair;
import dev.chmcorr.table.Failure;
import dev.chmcorr.table.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/** Compares the queries of one partition with their candidates, one query at a time. */
final class CorrespondPartition implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  private final Networks networks;
  private final TransformSet transform;
  private final OnError onError;
  private final CacheKey cache;
  private final Broadcast<SerializableConfiguration> configuration;
  private final StageMeter stage;

  CorrespondPartition(
      Networks networks,
      TransformSet transform,
      OnError onError,
      CacheKey cache,
      Broadcast<SerializableConfiguration> configuration,
      StageMeter stage) {
    this.networks = networks;
    this.transform = transform;
    this.onError = onError;
    this.cache = cache;
    this.configuration = configuration;
    this.stage = stage;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    if (!rows.hasNext()) {
      return rows;
    }
    TaskMeter meter = stage.task();
    Work work =
        new Work(
            meter.time(Measure.LOAD, () -> Models.matcher(networks)),
            Models.cache(cache),
            new ImageLoader(new Store(configuration.value().value()), onError, meter),
            transform,
            meter);
    Prefetcher<Row, Prepared> prepared =
        new Prefetcher<>(rows, row -> work.prepare(QueryCandidates.fromRow(row)), 2, 1);
    TaskContext.get()
        .addTaskCompletionListener((TaskCompletionListener) context -> prepared.close());
    return new FlatIterator<>(
        prepared, items -> work.compare(meter.time(Measure.WAIT, items::next)));
  }

  /**
   * A query with its images decoded, and those candidates' images that nobody has features of yet.
   */
  private record Prepared(
      QueryCandidates query,
      ImageLoader.Loaded image,
      Map<String, ImageLoader.Loaded> candidates) {}

  /** What one task does with its queries; images are prepared on another thread than compared. */
  private static final class Work {
    private final Matcher matcher;
    private final CandidateCache cache;
    private final ImageLoader loader;
    private final TransformSet transform;
    private final TaskMeter meter;
    // Candidates of the queries before, whose features will be there by the time they are needed.
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    Work(
        Matcher matcher,
        CandidateCache cache,
        ImageLoader loader,
        TransformSet transform,
        TaskMeter meter) {
      this.matcher = matcher;
      this.cache = cache;
      this.loader = loader;
      this.transform = transform;
      this.meter = meter;
    }

    Prepared prepare(QueryCandidates query) {
      Map<String, ImageLoader.Loaded> candidates = new HashMap<>();
      for (QueryCandidates.Candidate candidate : query.candidates()) {
        if (!cache.contains(candidate.path()) && underWay.add(candidate.path())) {
          candidates.put(candidate.path(), load(Split.GALLERY, candidate.path()));
        }
      }
      return new Prepared(query, load(Split.QUERY, query.path()), candidates);
    }

    private ImageLoader.Loaded load(Split split, String path) {
      return loader.load(path, transform.chm(split), transform.layer4(split));
    }

    List<Row> compare(Prepared prepared) {
      QueryCandidates query = prepared.query();
      Failure failure = prepared.image().failure();
      if (failure != null) {
        underWay.removeAll(prepared.candidates().keySet());
        return query.candidates().stream()
            .map(candidate -> failed(query, candidate, Split.QUERY, failure))
            .toList();
      }
      Map<String, CandidateCache.Entry> entries = new HashMap<>();
      List<RgbImage> images = prepared.image().images();
      try (QueryFeatures features =
          meter.time(Measure.INFER, () -> matcher.query(images.get(0), images.get(1)))) {
        pin(prepared, entries);
        return compare(query, features, entries);
      } finally {
        entries.values().forEach(cache::release);
        underWay.removeAll(prepared.candidates().keySet());
      }
    }

    /** Collects the features of all candidates, computing those that are missing. */
    private void pin(Prepared prepared, Map<String, CandidateCache.Entry> entries) {
      List<String> missing = new ArrayList<>();
      for (QueryCandidates.Candidate candidate : prepared.query().candidates()) {
        CandidateCache.Entry entry = cache.acquire(candidate.path());
        if (entry != null) {
          entries.put(candidate.path(), entry);
        } else {
          missing.add(candidate.path());
        }
      }
      meter.count(Measure.CACHE_HITS, entries.size());
      meter.count(Measure.CACHE_MISSES, missing.size());
      compute(missing, prepared.candidates(), entries);
    }

    private void compute(
        List<String> paths,
        Map<String, ImageLoader.Loaded> decoded,
        Map<String, CandidateCache.Entry> entries) {
      List<String> good = new ArrayList<>();
      List<RgbImage> chm = new ArrayList<>();
      List<RgbImage> layer4 = new ArrayList<>();
      for (String path : paths) {
        ImageLoader.Loaded loaded = decoded.get(path);
        if (loaded == null) {
          loaded = load(Split.GALLERY, path);
        }
        if (loaded.failure() != null) {
          entries.put(path, cache.put(path, null, loaded.failure()));
        } else {
          good.add(path);
          chm.add(loaded.images().get(0));
          layer4.add(loaded.images().get(1));
        }
      }
      if (good.isEmpty()) {
        return;
      }
      List<CandidateFeatures> features =
          meter.time(Measure.INFER, () -> matcher.candidates(chm, layer4));
      for (int i = 0; i < good.size(); i++) {
        entries.put(good.get(i), cache.put(good.get(i), features.get(i), null));
      }
    }

    private List<Row> compare(
        QueryCandidates query, QueryFeatures features, Map<String, CandidateCache.Entry> entries) {
      List<QueryCandidates.Candidate> good = new ArrayList<>();
      List<CandidateFeatures> candidates = new ArrayList<>();
      List<Row> rows = new ArrayList<>();
      for (QueryCandidates.Candidate candidate : query.candidates()) {
        CandidateCache.Entry entry = entries.get(candidate.path());
        if (entry.failure() != null) {
          rows.add(failed(query, candidate, Split.GALLERY, entry.failure()));
        } else {
          good.add(candidate);
          candidates.add(entry.features());
        }
      }
      List<Correspondence> pairs =
          meter.time(Measure.MATCH, () -> matcher.correspond(features, candidates));
      meter.count(Measure.PAIRS, pairs.size());
      for (int i = 0; i < good.size(); i++) {
        QueryCandidates.Candidate candidate = good.get(i);
        rows.add(
            new ComparedPair(
                    query.id(), candidate.rank(), candidate.galleryId(), pairs.get(i), null, null)
                .toRow());
      }
      return rows;
    }

    private static Row failed(
        QueryCandidates query, QueryCandidates.Candidate candidate, Split split, Failure failure) {
      return new ComparedPair(
              query.id(), candidate.rank(), candidate.galleryId(), null, split, failure)
          .toRow();
    }
  }
}
