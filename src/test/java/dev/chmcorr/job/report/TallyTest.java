package dev.chmcorr.job.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.chm.Vote;
import dev.chmcorr.domain.ImageClass;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TallyTest {
  @Test
  void countsForOtherNumbersOfVotesAndCandidates() {
    Tally tally = Tally.of(2, 25, 30);

    assertThat(tally.ks()).containsExactly(1, 2, 3, 5, 10, 20, 25);
    assertThat(tally.ns()).containsExactly(5, 10, 20, 25);
    assertThat(Tally.of(20, 50, 100).ks()).containsExactly(1, 3, 5, 10, 20, 25, 50, 100);
    assertThat(Tally.of(20, 50, 100).ns()).containsExactly(5, 10, 20, 30, 40, 50);
    assertThat(Tally.of(1, 3, 3).ns()).containsExactly(3);
  }

  /** Seven neighbours of classes 1 0 0 1 1 0 1; the sixth, then the seventh, are most alike. */
  @Test
  void fewerCandidatesKeepTheirOrder() {
    Tally tally = Tally.of(2, 7, 7);

    int[] counts =
        tally.count(
            new int[] {1, 0, 0, 1, 1, 0, 1},
            new int[] {0, 1, 1, 0, 0, 1, 1},
            new int[] {6, 7, 1, 2, 3, 4, 5},
            new int[] {1, Classes.NONE});

    // By kNN with k = 1: 1; 2: 1 and 0 are equal, 0 wins; 3: 0; 5: 1.
    // Re-ranked: 1: 0; 2: 0 wins; 3: 1; 5: 0. Of the 5 nearest: 1 0, 0 wins; of all 7: 0 1, 0 wins.
    assertThat(tally.ks()).containsExactly(1, 2, 3, 5);
    assertThat(tally.ns()).containsExactly(5, 7);
    assertThat(counts).containsExactly(1, 0, 0, 1, 0, 0, 1, 0, 0, 0);
  }

  @Test
  void withoutVotersNothingIsRight() {
    Tally tally = Tally.of(1, 1, 1);

    assertThat(tally.count(new int[] {3}, new int[0], new int[0], new int[] {Classes.NONE, 3}))
        .containsExactly(1, 0, 0);
  }

  @Test
  void votesAsTheProgramDoes() {
    Random random = new Random(3);
    for (int trial = 0; trial < 300; trial++) {
      int[] classes = random.ints(1 + random.nextInt(20), 0, 4).toArray();
      int k = 1 + random.nextInt(20);
      Vote vote =
          Vote.majority(
              Arrays.stream(classes)
                  .mapToObj(label -> new ImageClass(String.valueOf(label), label))
                  .toList(),
              k);
      assertThat(String.valueOf(Tally.majority(classes, k))).isEqualTo(vote.className());
    }
  }
}
