package dev.chmcorr.job.correspond;

import dev.chmcorr.domain.Correspondence;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.job.input.Decoders;
import dev.chmcorr.job.input.ImageLoader;
import dev.chmcorr.job.run.Metric;
import dev.chmcorr.job.run.TaskMeter;
import dev.chmcorr.model.match.CandidateFeatures;
import dev.chmcorr.model.match.Matcher;
import dev.chmcorr.model.match.QueryFeatures;
import dev.chmcorr.table.CorrespondenceRow;
import dev.chmcorr.table.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.spark.sql.Row;

/** Compares queries with their candidates on one task's thread; images are decoded beside it. */
final class QueryComparison {
  /** The images that nobody has features of yet, as decoding threads deliver them. */
  record Images(ImageLoader loader, Decoders decoders, TransformSet transform) {
    private Future<ImageLoader.Loaded> start(Split split, String path) {
      return decoders.submit(
          () -> loader.load(path, transform.chm(split), transform.layer4(split)));
    }
  }

  /** A query whose images are being decoded: its own, and those candidates' that need it. */
  record Started(
      QueryCandidates query,
      Future<ImageLoader.Loaded> image,
      Map<String, Future<ImageLoader.Loaded>> candidates) {}

  private final Matcher matcher;
  private final CandidateCache cache;
  private final Images images;
  private final TaskMeter meter;
  // Candidates of the query before, whose features will be there by the time they are needed.
  private final Set<String> underWay = new HashSet<>();

  QueryComparison(Matcher matcher, CandidateCache cache, Images images, TaskMeter meter) {
    this.matcher = matcher;
    this.cache = cache;
    this.images = images;
    this.meter = meter;
  }

  Started start(QueryCandidates query) {
    Future<ImageLoader.Loaded> image = images.start(Split.QUERY, query.path());
    Map<String, Future<ImageLoader.Loaded>> candidates = new HashMap<>();
    for (QueryCandidates.Candidate candidate : query.candidates()) {
      String path = candidate.path();
      if (!cache.contains(path) && underWay.add(path)) {
        candidates.put(path, images.start(Split.GALLERY, path));
      }
    }
    return new Started(query, image, candidates);
  }

  /** Rows of {@link CorrespondenceRow#SCHEMA}, one per candidate. */
  List<Row> compare(Started started) {
    try {
      ImageLoader.Loaded image = images.decoders().await(started.image());
      return image.failure() == null ? compare(started, image.images()) : failed(started, image);
    } finally {
      underWay.removeAll(started.candidates().keySet());
    }
  }

  private static List<Row> failed(Started started, ImageLoader.Loaded image) {
    return started.query().candidates().stream()
        .map(candidate -> failed(started.query(), candidate, Split.QUERY, image.failure()))
        .toList();
  }

  private List<Row> compare(Started started, List<RgbImage> image) {
    Map<String, CandidateCache.Entry> entries = new HashMap<>();
    try (QueryFeatures features =
        meter.time(Metric.INFER, () -> matcher.query(image.get(0), image.get(1)))) {
      pin(started, entries);
      return compare(started.query(), features, entries);
    } finally {
      entries.values().forEach(cache::release);
    }
  }

  /** Collects the features of all candidates, computing those that are missing. */
  private void pin(Started started, Map<String, CandidateCache.Entry> entries) {
    List<String> missing = new ArrayList<>();
    for (QueryCandidates.Candidate candidate : started.query().candidates()) {
      CandidateCache.Entry entry = cache.acquire(candidate.path());
      if (entry != null) {
        entries.put(candidate.path(), entry);
      } else {
        missing.add(candidate.path());
      }
    }
    meter.count(Metric.CACHE_HITS, entries.size());
    meter.count(Metric.CACHE_MISSES, missing.size());
    // Batch by batch: while the network has one, the next is decoded.
    for (int from = 0; from < missing.size(); from += matcher.batchSize()) {
      int to = Math.min(missing.size(), from + matcher.batchSize());
      compute(missing.subList(from, to), started.candidates(), entries);
    }
  }

  private void compute(
      List<String> paths,
      Map<String, Future<ImageLoader.Loaded>> decoded,
      Map<String, CandidateCache.Entry> entries) {
    List<String> good = new ArrayList<>();
    List<RgbImage> chm = new ArrayList<>();
    List<RgbImage> layer4 = new ArrayList<>();
    for (String path : paths) {
      Future<ImageLoader.Loaded> future = decoded.get(path);
      ImageLoader.Loaded loaded =
          images.decoders().await(future != null ? future : images.start(Split.GALLERY, path));
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
        meter.time(Metric.INFER, () -> matcher.candidates(chm, layer4));
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
        meter.time(Metric.MATCH, () -> matcher.correspond(features, candidates));
    meter.count(Metric.PAIRS, pairs.size());
    for (int i = 0; i < good.size(); i++) {
      QueryCandidates.Candidate candidate = good.get(i);
      rows.add(row(query, candidate, pairs.get(i), null, null));
    }
    return rows;
  }

  private static Row failed(
      QueryCandidates query, QueryCandidates.Candidate candidate, Split split, Failure failure) {
    return row(query, candidate, null, split, failure);
  }

  private static Row row(
      QueryCandidates query,
      QueryCandidates.Candidate candidate,
      Correspondence pair,
      Split split,
      Failure failure) {
    return new CorrespondenceRow(
            query.id(),
            query.path(),
            candidate.rank(),
            candidate.galleryId(),
            candidate.path(),
            pair,
            split,
            failure)
        .toRow();
  }
}
