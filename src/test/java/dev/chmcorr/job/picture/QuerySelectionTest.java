package dev.chmcorr.job.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuerySelectionTest {
  @Test
  void readsIdsAndRanges() {
    QuerySelection some = QuerySelection.parse("3, 17,20-22");

    assertThat(List.of(3, 17, 20, 21, 22)).allMatch(some::has);
    assertThat(List.of(0, 4, 16, 19, 23)).noneMatch(some::has);
    assertThat(QuerySelection.ALL.has(99)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3,", "-1", "5-3", "1-2-3", "x", "99999999999"})
  void refusesAnythingElse(String text) {
    assertThatThrownBy(() -> QuerySelection.parse(text))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Invalid --queries: " + text);
  }
}
