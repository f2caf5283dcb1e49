package dev.chmcorr.job.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class LookaheadTest {
  private final List<Integer> started = new ArrayList<>();

  private Lookahead<Integer, String> over(List<Integer> items, int ahead) {
    return new Lookahead<>(
        items.iterator(),
        item -> {
          started.add(item);
          return "item " + item;
        },
        ahead);
  }

  @Test
  void startsSoManyBeforeTheyAreAskedForAndNoMore() {
    Lookahead<Integer, String> items = over(List.of(1, 2, 3, 4, 5), 2);

    assertThat(started).containsExactly(1, 2);
    assertThat(items.next()).isEqualTo("item 1");
    assertThat(started).containsExactly(1, 2, 3);
    assertThat(items).toIterable().containsExactly("item 2", "item 3", "item 4", "item 5");
    assertThat(started).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void anEmptySourceGivesNothing() {
    Lookahead<Integer, String> items = over(List.of(), 3);

    assertThat(items.hasNext()).isFalse();
    assertThatThrownBy(items::next).isInstanceOf(NoSuchElementException.class);
  }
}
