package dev.chmcorr.chm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.GroundTruth;
import dev.chmcorr.domain.ImageClass;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VoteTest {
  private static final GroundTruth A = GroundTruth.of("a");
  private static final GroundTruth B = GroundTruth.of("b");

  /** Classes as a table without labels has them. */
  private static List<ImageClass> unlabelled(String... names) {
    return Arrays.stream(names).map(name -> ImageClass.of(name, null)).toList();
  }

  @Test
  void onlyTheFirstKVote() {
    List<ImageClass> classes = unlabelled("b", "a", "b", "a", "a");

    assertThat(Vote.majority(classes, 3)).isEqualTo(new Vote("b", 2));
    assertThat(Vote.majority(classes, 5)).isEqualTo(new Vote("a", 3));
    assertThat(Vote.majority(classes, 100)).isEqualTo(new Vote("a", 3));
  }

  @Test
  void tiesGoToTheSmallestLabel() {
    ImageClass two = new ImageClass("2", 2);
    ImageClass ten = new ImageClass("10", 10);

    assertThat(Vote.majority(List.of(ten, two), 2)).isEqualTo(new Vote("2", 1));
    assertThat(Vote.majority(List.of(two, ten, ten, two), 4)).isEqualTo(new Vote("2", 2));
    assertThat(Vote.majority(List.of(two, ten, ten), 3)).isEqualTo(new Vote("10", 2));
  }

  @Test
  void withoutLabelsTiesGoToTheFirstNameByCodePoint() {
    assertThat(Vote.majority(unlabelled("b", "a", "b", "a"), 4)).isEqualTo(new Vote("a", 2));
    // U+1F426 is written with surrogates below U+FFFD, but it is the larger code point.
    assertThat(Vote.majority(unlabelled("\uD83D\uDC26", "\uFFFD"), 2).className())
        .isEqualTo("\uFFFD");
    assertThat(Vote.majority(unlabelled("ab", "a"), 2).className()).isEqualTo("a");
  }

  @Test
  void refusesAnEmptyVote() {
    assertThatThrownBy(() -> Vote.majority(List.of(), 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 voters");
  }

  @Test
  void accuracyCountsEveryReportedKThatTheRankingsHave() {
    KnnAccuracy first = new KnnAccuracy();
    first.add(A, unlabelled("b", "b", "a", "a", "a"));
    KnnAccuracy second = new KnnAccuracy();
    second.add(A, unlabelled("a"));
    first.merge(second);

    assertThat(first.queries()).isEqualTo(2);
    assertThat(first.correct()).isEqualTo(Map.of(3, 1L, 5, 2L));
    KnnAccuracy published = new KnnAccuracy();
    published.add(A, Collections.nCopies(100, new ImageClass("a", 0)));
    assertThat(published.correct())
        .isEqualTo(Map.of(3, 1L, 5, 1L, 10, 1L, 20, 1L, 25, 1L, 50, 1L, 100, 1L));
  }

  @Test
  void accuracyOfAShortRankingIsThatOfAllItsNeighbours() {
    KnnAccuracy accuracy = new KnnAccuracy();
    accuracy.add(B, unlabelled("b"));
    accuracy.add(B, unlabelled("b", "a"));

    assertThat(accuracy.correct()).isEqualTo(Map.of(2, 1L));
  }

  @Test
  void accuracyIsThatOfTheQueriesWhoseClassIsKnown() {
    KnnAccuracy accuracy = new KnnAccuracy();
    accuracy.add(GroundTruth.UNKNOWN, unlabelled("a", "a", "a"));
    assertThat(accuracy.correct()).isEmpty();
    accuracy.add(new GroundTruth(List.of("c", "a")), unlabelled("a", "b", "b"));
    accuracy.add(new GroundTruth(List.of("c", "b")), unlabelled("a", "b", "b"));

    assertThat(accuracy.queries()).isEqualTo(3);
    assertThat(accuracy.known()).isEqualTo(2);
    assertThat(accuracy.correct()).isEqualTo(Map.of(3, 1L));
  }
}
