package dev.chmcorr.job.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.QuerySelection;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.report.Selection.Judged;
import dev.chmcorr.job.report.Selection.Only;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SelectionTest {
  /** Ids 9 down to 0; 1, 4 and 7 differ, 4 to 9 are wrong. */
  private static final List<Judged> QUERIES =
      IntStream.range(0, 10)
          .map(i -> 9 - i)
          .mapToObj(id -> new Judged(id, id % 3 == 1, id >= 4))
          .toList();

  @Test
  void takesWhatIsNamedAndOfInterest() {
    QuerySelection named = QuerySelection.Ids.of("2-7,9");

    assertThat(Selection.ALL.of("run", QUERIES)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(new Selection(named, Only.ALL, QuerySelection.ALL).of("run", QUERIES))
        .containsExactly(2, 3, 4, 5, 6, 7, 9);
    assertThat(new Selection(named, Only.DISAGREEMENTS, QuerySelection.ALL).of("run", QUERIES))
        .containsExactly(4, 7);
    assertThat(new Selection(named, Only.ERRORS, QuerySelection.ALL).of("run", QUERIES))
        .containsExactly(4, 5, 6, 7, 9);
  }

  @Test
  void drawsTheSameSampleFromTheSameQueries() {
    Selection three = new Selection(QuerySelection.ALL, Only.ALL, new QuerySelection.Sample(3, 1));

    int[] ids = three.of("run", QUERIES);

    assertThat(ids).hasSize(3).isSorted().doesNotHaveDuplicates();
    assertThat(three.of("other", QUERIES.stream().sorted((a, b) -> a.id() - b.id()).toList()))
        .isEqualTo(ids);
    assertThat(
            new Selection(QuerySelection.ALL, Only.ERRORS, new QuerySelection.Sample(100, 1))
                .of("run", QUERIES))
        .hasSize(6);
  }

  @Test
  void namesWhatARunLacks() {
    assertThatThrownBy(
            () ->
                new Selection(QuerySelection.Ids.of("8-11"), Only.ALL, QuerySelection.ALL)
                    .of("runs/a", QUERIES))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid --queries: 10 is none of the queries of runs/a (10 in all, 0 to 9)");
  }
}
