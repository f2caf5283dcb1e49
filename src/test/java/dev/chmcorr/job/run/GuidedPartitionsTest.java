package dev.chmcorr.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuidedPartitionsTest {
  private static List<Integer> items(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @ParameterizedTest
  @CsvSource({"0,2,1", "1,2,1", "7,2,3", "1021,2,1", "1021,16,8", "1021,100,50"})
  void holdEveryItemOnceInOrder(int count, int slots, int least) {
    List<List<Integer>> shares = GuidedPartitions.of(items(count), slots, least);

    assertThat(shares.stream().flatMap(List::stream).toList()).isEqualTo(items(count));
    assertThat(shares).noneMatch(List::isEmpty);
    assertThat(shares.stream().limit(Math.max(0, shares.size() - 1)))
        .allMatch(share -> share.size() >= least);
  }

  @Test
  void shrinkToSingleItems() {
    assertThat(GuidedPartitions.of(items(40), 2, 1).stream().map(List::size))
        .containsExactly(10, 7, 5, 4, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1);
  }

  /** Items that take equally long: slots that take the next share when free end within one item. */
  @Test
  void letAllSlotsEndTogether() {
    long[] busy = new long[4];
    for (List<Integer> share : GuidedPartitions.of(items(1000), busy.length, 1)) {
      int next =
          IntStream.range(0, busy.length).reduce((a, b) -> busy[b] < busy[a] ? b : a).orElseThrow();
      busy[next] += share.size();
    }

    assertThat(busy).containsOnly(250);
  }
}
