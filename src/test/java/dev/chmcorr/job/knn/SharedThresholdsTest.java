package dev.chmcorr.job.knn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.knn.Thresholds;
import dev.chmcorr.knn.VectorBlock;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedThresholdsTest {
  @Test
  void aBlockHasItsOwnUntilOthersFollow() {
    List<VectorBlock> blocks = IntStream.range(0, 5).mapToObj(i -> block()).toList();
    Thresholds first = SharedThresholds.of(blocks.get(0), 3);

    for (VectorBlock block : blocks.subList(0, 4)) {
      assertThat(SharedThresholds.of(block, 3)).isSameAs(SharedThresholds.of(block, 3));
    }
    assertThat(SharedThresholds.of(blocks.get(0), 3)).isSameAs(first);

    SharedThresholds.of(blocks.get(4), 3);
    assertThat(SharedThresholds.of(blocks.get(0), 3)).isNotSameAs(first);
  }

  private static VectorBlock block() {
    return VectorBlock.of(new int[] {1}, new float[][] {{1, 2}});
  }
}
