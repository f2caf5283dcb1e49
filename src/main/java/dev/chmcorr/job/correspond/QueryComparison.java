package dev.chmcorr.job.correspond;

import dev.chmcorr.domain.ComparedPair;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.domain.Split;
import dev.chmcorr.job.correspond.QueryCandidates.Candidate;
import dev.chmcorr.job.input.ImageLoader.Loaded;
import dev.chmcorr.job.method.Features;
import dev.chmcorr.job.method.PairComparer;
import dev.chmcorr.job.run.Metric;
import dev.chmcorr.job.run.TaskMeter;
import dev.chmcorr.table.CorrespondenceRow;
import dev.chmcorr.table.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Compares queries with their candidates on one task's thread; images are decoded beside it. */
final class QueryComparison {
  /** A query whose images are being decoded: its own, and those candidates' that need it. */
  record Started(
      QueryCandidates query, Future<Loaded> image, Map<String, Future<Loaded>> candidates) {}

  private final PairComparer comparer;
  private final ImageSource images;
  private final CandidateSource candidates;
  private final TaskMeter meter;

  QueryComparison(
      PairComparer comparer, CandidateCache cache, ImageSource images, TaskMeter meter) {
    this.comparer = comparer;
    this.images = images;
    this.candidates = new CandidateSource(comparer, cache, images, meter);
    this.meter = meter;
  }

  Started start(QueryCandidates query) {
    Future<Loaded> image = images.start(Split.QUERY, query.path());
    return new Started(query, image, candidates.start(paths(query)));
  }

  /** One row per candidate. */
  List<CorrespondenceRow> compare(Started started) {
    try {
      Loaded image = images.await(started.image());
      return image.failure() == null
          ? compare(started, image.images())
          : allFailed(started.query(), image.failure());
    } finally {
      candidates.arrived(started.candidates());
      meter.count(Metric.DONE, 1);
    }
  }

  private List<CorrespondenceRow> compare(Started started, List<RgbImage> image) {
    Map<String, CandidateCache.Entry> entries = new HashMap<>();
    try (Features features = meter.time(Metric.INFER, () -> comparer.query(image))) {
      Failure failure = NotFinite.ofFeatures(features);
      if (failure != null) {
        return allFailed(started.query(), failure);
      }
      candidates.pin(paths(started.query()), started.candidates(), entries);
      return compare(started.query(), features, entries);
    } finally {
      candidates.release(entries);
    }
  }

  private List<CorrespondenceRow> compare(
      QueryCandidates query, Features features, Map<String, CandidateCache.Entry> entries) {
    List<Candidate> good = new ArrayList<>();
    List<Features> goodFeatures = new ArrayList<>();
    List<CorrespondenceRow> rows = new ArrayList<>();
    for (Candidate candidate : query.candidates()) {
      CandidateCache.Entry entry = entries.get(candidate.path());
      if (entry.failure() != null) {
        rows.add(failed(query, candidate, Split.GALLERY, entry.failure()));
      } else {
        good.add(candidate);
        goodFeatures.add(entry.features());
      }
    }
    List<? extends ComparedPair> pairs =
        meter.time(Metric.MATCH, () -> comparer.compare(features, goodFeatures));
    meter.count(Metric.PAIRS, pairs.size());
    for (int i = 0; i < good.size(); i++) {
      rows.add(row(query, good.get(i), pairs.get(i)));
    }
    return rows;
  }

  private static Set<String> paths(QueryCandidates query) {
    return query.candidates().stream()
        .map(Candidate::path)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static CorrespondenceRow row(
      QueryCandidates query, Candidate candidate, ComparedPair pair) {
    Failure failure = NotFinite.ofPair(pair);
    if (failure != null) {
      return failed(query, candidate, Split.GALLERY, failure);
    }
    return new CorrespondenceRow(
        query.id(),
        query.path(),
        candidate.rank(),
        candidate.galleryId(),
        candidate.path(),
        pair,
        null,
        null);
  }

  private static List<CorrespondenceRow> allFailed(QueryCandidates query, Failure failure) {
    return query.candidates().stream()
        .map(candidate -> failed(query, candidate, Split.QUERY, failure))
        .toList();
  }

  private static CorrespondenceRow failed(
      QueryCandidates query, Candidate candidate, Split split, Failure failure) {
    return new CorrespondenceRow(
        query.id(),
        query.path(),
        candidate.rank(),
        candidate.galleryId(),
        candidate.path(),
        null,
        split,
        failure);
  }
}
