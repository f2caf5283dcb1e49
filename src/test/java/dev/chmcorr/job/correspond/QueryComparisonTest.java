package dev.chmcorr.job.correspond;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.FailureReason;
import dev.chmcorr.domain.Split;
import dev.chmcorr.job.correspond.QueryCandidates.Candidate;
import dev.chmcorr.job.input.ImageLoader.Loaded;
import dev.chmcorr.job.run.Metric;
import dev.chmcorr.job.run.TaskMeter;
import dev.chmcorr.table.CorrespondenceRow;
import dev.chmcorr.table.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class QueryComparisonTest {
  private static final Failure BROKEN =
      new Failure(FailureReason.NOT_AN_IMAGE, "ImageException", "truncated", null);

  private final FakeMethod method = new FakeMethod();
  private final CandidateCache cache = new CandidateCache(1 << 20);
  private final TaskMeter meter = new TaskMeter();
  private final List<String> read = new ArrayList<>();
  private final QueryComparison comparison = new QueryComparison(method, cache, new Files(), meter);

  /** Images whose paths say what is in them: a number, or "broken". */
  private final class Files implements ImageSource {
    @Override
    public Future<Loaded> start(Split split, String path) {
      read.add(split.text() + " " + path);
      return CompletableFuture.completedFuture(
          path.equals("broken")
              ? new Loaded(null, List.of(), BROKEN)
              : new Loaded(null, List.of(FakeMethod.image(Integer.parseInt(path))), null));
    }

    @Override
    public Loaded await(Future<Loaded> image) {
      return ((CompletableFuture<Loaded>) image).join();
    }
  }

  private static QueryCandidates query(String path, String... candidates) {
    List<Candidate> ranked = new ArrayList<>();
    for (String candidate : candidates) {
      ranked.add(new Candidate(ranked.size() + 1, 70 + ranked.size(), candidate));
    }
    return new QueryCandidates(5, path, ranked);
  }

  private List<CorrespondenceRow> compare(QueryCandidates query) {
    return comparison.compare(comparison.start(query));
  }

  private static float similarity(CorrespondenceRow row) {
    return row.correspondence().similarity(Axes.ALIGNED)[0];
  }

  @Test
  void eachCandidateGetsTheRowOfItsRank() {
    List<CorrespondenceRow> rows = compare(query("9", "1", "2", "3"));

    assertThat(rows).extracting(CorrespondenceRow::rank).containsExactly(1, 2, 3);
    assertThat(rows).extracting(CorrespondenceRow::galleryId).containsExactly(70, 71, 72);
    assertThat(rows).extracting(CorrespondenceRow::galleryPath).containsExactly("1", "2", "3");
    assertThat(rows).extracting(CorrespondenceRow::queryPath).containsOnly("9");
    assertThat(rows).extracting(QueryComparisonTest::similarity).containsExactly(901f, 902f, 903f);
    assertThat(method.batches).containsExactly(List.of(1, 2), List.of(3));
    assertThat(meter.sum(Metric.PAIRS)).isEqualTo(3);
  }

  @Test
  void whatTheCacheHasIsNeitherReadNorComputedAgain() {
    compare(query("9", "1", "2"));
    read.clear();

    List<CorrespondenceRow> rows = compare(query("8", "2", "3"));

    assertThat(rows).extracting(QueryComparisonTest::similarity).containsExactly(802f, 803f);
    assertThat(read).containsExactlyInAnyOrder("query 8", "gallery 3");
    assertThat(meter.sum(Metric.CACHE_HITS)).isEqualTo(1);
    assertThat(meter.sum(Metric.CACHE_MISSES)).isEqualTo(3);
  }

  @Test
  void whatTheQueryBeforeIsWaitingForIsReadOnce() {
    QueryComparison.Started first = comparison.start(query("9", "1", "2"));
    QueryComparison.Started second = comparison.start(query("8", "2", "3"));

    comparison.compare(first);
    comparison.compare(second);

    assertThat(read)
        .containsExactlyInAnyOrder("query 9", "gallery 1", "gallery 2", "query 8", "gallery 3");
  }

  @Test
  void aQueryThatFailsFailsAllItsPairsAndComputesNothing() {
    List<CorrespondenceRow> rows = compare(query("broken", "1", "2"));

    assertThat(rows).extracting(CorrespondenceRow::failure).containsExactly(BROKEN, BROKEN);
    assertThat(rows).extracting(CorrespondenceRow::failedSplit).containsOnly(Split.QUERY);
    assertThat(method.made).isEmpty();
    // The next query's images are not taken for under way.
    assertThat(compare(query("9", "1"))).extracting(CorrespondenceRow::failure).containsOnlyNulls();
  }

  @Test
  void aCandidateThatFailsFailsAlone() {
    List<CorrespondenceRow> rows = compare(query("9", "1", "broken", "3"));

    assertThat(rows)
        .filteredOn(row -> row.failure() != null)
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.rank()).isEqualTo(2);
              assertThat(row.failure()).isEqualTo(BROKEN);
              assertThat(row.failedSplit()).isEqualTo(Split.GALLERY);
              assertThat(row.correspondence()).isNull();
            });
    assertThat(rows)
        .filteredOn(row -> row.failure() == null)
        .extracting(QueryComparisonTest::similarity)
        .containsExactly(901f, 903f);
    assertThat(meter.sum(Metric.PAIRS)).isEqualTo(2);
  }

  @Test
  void aRepeatedCandidateIsComputedOnceAndItsFeaturesAreGivenBack() {
    List<CorrespondenceRow> rows = compare(query("9", "1", "1", "2"));

    assertThat(rows).extracting(QueryComparisonTest::similarity).containsExactly(901f, 901f, 902f);
    assertThat(method.batches).containsExactly(List.of(1, 2));
    // A pin that was left behind would keep them for ever.
    assertThat(cache.pinned()).isZero();
  }

  @Test
  void featuresThatAreNotFiniteAreClosedAndFailTheirImage() {
    String bad = String.valueOf(FakeMethod.WITHOUT_FEATURES);

    List<CorrespondenceRow> candidates = compare(query("9", "1", bad));
    List<CorrespondenceRow> queries = compare(query(bad, "1"));

    assertNotFinite(candidates.stream().filter(row -> row.rank() == 2).toList(), Split.GALLERY);
    assertNotFinite(queries, Split.QUERY);
    assertThat(method.made)
        .filteredOn(features -> features.value == FakeMethod.WITHOUT_FEATURES)
        .hasSize(2)
        .allSatisfy(features -> assertThat(features.closed).isEqualTo(1));
  }

  @Test
  void aPairThatIsNotFiniteFailsAloneAndSaysWhere() {
    List<CorrespondenceRow> rows =
        compare(query("9", "1", String.valueOf(FakeMethod.WITHOUT_PAIRS)));

    assertThat(rows.get(0).failure()).isNull();
    assertNotFinite(rows.subList(1, 2), Split.GALLERY);
    assertThat(rows.get(1).failure().message())
        .isEqualTo("the method gave no finite number for similarity, NaN at 3 of this pair");
  }

  private static void assertNotFinite(List<CorrespondenceRow> rows, Split split) {
    assertThat(rows)
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.failure().reason()).isEqualTo(FailureReason.NOT_FINITE);
              assertThat(row.failedSplit()).isEqualTo(split);
              assertThat(row.correspondence()).isNull();
            });
  }

  @Test
  void theQuerysFeaturesAreClosed() {
    compare(query("9", "1"));

    assertThat(method.made)
        .filteredOn(features -> features.value == 9)
        .singleElement()
        .satisfies(features -> assertThat(features.closed).isEqualTo(1));
  }
}
