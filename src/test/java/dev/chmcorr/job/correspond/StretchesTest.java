package dev.chmcorr.job.correspond;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StretchesTest {
  private static List<Integer> range(int from, int end) {
    return IntStream.range(from, end).boxed().toList();
  }

  @Test
  void everyExecutorGoesThroughAPartOfItsOwn() {
    Stretches<Integer> stretches = new Stretches<>(range(0, 12));

    assertThat(stretches.take(6, List.of("a", "b")))
        .isEqualTo(Map.of("a", range(0, 3), "b", range(6, 9)));
    assertThat(stretches.take(6, List.of("a", "b")))
        .isEqualTo(Map.of("a", range(3, 6), "b", range(9, 12)));
  }

  @Test
  void oneAloneTakesTheListAsItIs() {
    Stretches<Integer> stretches = new Stretches<>(range(0, 5));

    assertThat(stretches.take(2, List.of("a"))).isEqualTo(Map.of("a", range(0, 2)));
    assertThat(stretches.take(9, List.of("a"))).isEqualTo(Map.of("a", range(2, 5)));
  }

  /** The stretch of a is 0 to 11, of which 3 are done: c takes the second half of the others. */
  @Test
  void oneThatComesTakesHalfOfTheLongest() {
    Stretches<Integer> stretches = new Stretches<>(range(0, 24));
    stretches.take(7, List.of("a", "b"));

    assertThat(stretches.take(6, List.of("a", "b", "c")))
        .isEqualTo(Map.of("a", range(3, 5), "b", range(16, 18), "c", range(7, 9)));
  }

  @Test
  void whatOneLeavesIsTakenByThoseThatAreThrough() {
    Stretches<Integer> stretches = new Stretches<>(range(0, 12));
    stretches.take(4, List.of("a", "b"));

    assertThat(stretches.take(4, List.of("b"))).isEqualTo(Map.of("b", range(8, 12)));
    assertThat(stretches.take(4, List.of("b"))).isEqualTo(Map.of("b", range(2, 6)));
  }

  /** Whoever comes and goes. */
  @Test
  void everyItemIsTakenOnce() {
    SplittableRandom random = new SplittableRandom(3);
    for (int trial = 0; trial < 200; trial++) {
      int size = random.nextInt(1, 60);
      Stretches<Integer> stretches = new Stretches<>(range(0, size));
      List<Integer> taken = new ArrayList<>();
      while (taken.size() < size) {
        int some = random.nextInt(0, 4);
        List<String> executors =
            range(some, some + random.nextInt(1, 6)).stream().map(String::valueOf).toList();
        int count = random.nextInt(1, 20);
        int before = taken.size();
        stretches.take(count, executors).values().forEach(taken::addAll);
        assertThat(taken).hasSize(Math.min(size, before + count));
      }
      assertThat(taken).containsExactlyInAnyOrderElementsOf(range(0, size));
    }
  }
}
