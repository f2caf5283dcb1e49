package dev.chmcorr.job.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.report.Selection.Judged;
import dev.chmcorr.job.report.Selection.Only;
import dev.chmcorr.job.report.Selection.Range;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {
  /** Ids 9 down to 0; 1, 4 and 7 differ, 4 to 9 are wrong. */
  private static final List<Judged> QUERIES =
      IntStream.range(0, 10)
          .map(i -> 9 - i)
          .mapToObj(id -> new Judged(id, id % 3 == 1, id >= 4))
          .toList();

  @Test
  void readsIdsAndRanges() {
    assertThat(Selection.ranges("3, 17,20-29"))
        .containsExactly(new Range(3, 3), new Range(17, 17), new Range(20, 29));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "3,", "-3", "5-3", "1-2-3", "99999999999"})
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> Selection.ranges(text))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Invalid --queries: '" + text + "'");
  }

  @Test
  void takesWhatIsNamedAndOfInterest() {
    List<Range> named = List.of(new Range(2, 7), new Range(9, 9));

    assertThat(Selection.ALL.of("run", QUERIES)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(new Selection(named, Only.ALL, null, 0).of("run", QUERIES))
        .containsExactly(2, 3, 4, 5, 6, 7, 9);
    assertThat(new Selection(named, Only.DISAGREEMENTS, null, 0).of("run", QUERIES))
        .containsExactly(4, 7);
    assertThat(new Selection(named, Only.ERRORS, null, 0).of("run", QUERIES))
        .containsExactly(4, 5, 6, 7, 9);
  }

  @Test
  void drawsTheSameSampleFromTheSameQueries() {
    Selection three = new Selection(List.of(), Only.ALL, 3, 1);

    int[] ids = three.of("run", QUERIES);

    assertThat(ids).hasSize(3).isSorted().doesNotHaveDuplicates();
    assertThat(three.of("other", QUERIES.stream().sorted((a, b) -> a.id() - b.id()).toList()))
        .isEqualTo(ids);
    assertThat(new Selection(List.of(), Only.ERRORS, 100, 1).of("run", QUERIES)).hasSize(6);
    assertThat(
            IntStream.range(0, 50)
                .mapToObj(seed -> new Selection(List.of(), Only.ALL, 1, seed))
                .mapToInt(one -> one.of("run", QUERIES)[0])
                .distinct()
                .count())
        .isGreaterThan(5);
  }

  @Test
  void namesWhatARunLacks() {
    assertThatThrownBy(
            () ->
                new Selection(List.of(new Range(8, 11), new Range(20, 20)), Only.ALL, null, 0)
                    .of("runs/a", QUERIES))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Invalid --queries: runs/a has no query 10, 11, 20; its 10 queries have ids from 0 to 9");
    assertThatThrownBy(
            () ->
                new Selection(List.of(new Range(0, 999_999_999)), Only.ALL, null, 0)
                    .of("runs/a", QUERIES))
        .hasMessageContaining("has no query 10, 11, 12, 13, 14, ...; its 10");
  }

  @Test
  void refusesAnEmptySample() {
    assertThatThrownBy(() -> new Selection(List.of(), Only.ALL, 0, 0))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid --sample: 0 (must be at least 1)");
  }
}
