package dev.chmcorr.chm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VoteTest {
  @Test
  void onlyTheFirstKVote() {
    List<String> classes = List.of("b", "a", "b", "a", "a");

    assertThat(Vote.majority(classes, 3)).isEqualTo(new Vote("b", 2));
    assertThat(Vote.majority(classes, 5)).isEqualTo(new Vote("a", 3));
    assertThat(Vote.majority(classes, 100)).isEqualTo(new Vote("a", 3));
  }

  @Test
  void tiesGoToTheSmallestLabelWhichIsTheFirstCodePoint() {
    assertThat(Vote.majority(List.of("b", "a", "b", "a"), 4)).isEqualTo(new Vote("a", 2));
    // U+1F426 is written with surrogates below U+FFFD, but it is the larger code point.
    assertThat(Vote.majority(List.of("\uD83D\uDC26", "\uFFFD"), 2).className()).isEqualTo("\uFFFD");
    assertThat(Vote.majority(List.of("ab", "a"), 2).className()).isEqualTo("a");
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
    first.add("a", List.of("b", "b", "a", "a", "a"));
    KnnAccuracy second = new KnnAccuracy();
    second.add("a", List.of("a"));
    first.merge(second);

    assertThat(first.queries()).isEqualTo(2);
    assertThat(first.correct()).isEqualTo(Map.of(3, 1L, 5, 2L));
    KnnAccuracy published = new KnnAccuracy();
    published.add("a", Collections.nCopies(100, "a"));
    assertThat(published.correct())
        .isEqualTo(Map.of(3, 1L, 5, 1L, 10, 1L, 20, 1L, 25, 1L, 50, 1L, 100, 1L));
  }

  @Test
  void accuracyOfAShortRankingIsThatOfAllItsNeighbours() {
    KnnAccuracy accuracy = new KnnAccuracy();
    accuracy.add("b", List.of("b"));
    accuracy.add("b", List.of("b", "a"));

    assertThat(accuracy.correct()).isEqualTo(Map.of(2, 1L));
  }
}
