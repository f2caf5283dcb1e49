package dev.chmcorr.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.Neighbour;
import org.junit.jupiter.api.Test;

class TopKTest {
  @Test
  void holdsTheBestWhateverTheOrderOfOffers() {
    TopK up = new TopK(3);
    TopK down = new TopK(3);
    for (int i = 0; i < 10; i++) {
      up.offer(i, i / 10.0);
      down.offer(9 - i, (9 - i) / 10.0);
    }

    assertThat(up.neighbours())
        .containsExactly(new Neighbour(9, 0.9), new Neighbour(8, 0.8), new Neighbour(7, 0.7));
    assertThat(down.neighbours()).isEqualTo(up.neighbours());
  }

  @Test
  void ofTwoAsSimilarTheLowerIdIsBetter() {
    TopK list = new TopK(2);
    list.offer(1, 0.5);
    list.offer(2, 0.75);
    list.offer(0, 0.5);
    assertThat(list.neighbours()).containsExactly(new Neighbour(2, 0.75), new Neighbour(0, 0.5));
  }

  @Test
  void mergesListsThatAreNotFull() {
    TopK list = new TopK(3);
    list.offer(4, 0.25);
    TopK other = new TopK(3);
    other.offer(5, 0.25);
    other.offer(3, -1);

    assertThat(list.merge(other).neighbours())
        .containsExactly(new Neighbour(4, 0.25), new Neighbour(5, 0.25), new Neighbour(3, -1));
  }

  @Test
  void refusesToHoldNothing() {
    assertThatThrownBy(() -> new TopK(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Invalid k: 0");
  }
}
