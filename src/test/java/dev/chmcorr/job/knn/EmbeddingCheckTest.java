package dev.chmcorr.job.knn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.FailureReason;
import org.junit.jupiter.api.Test;

class EmbeddingCheckTest {
  @Test
  void findsWhatHasNoCosine() {
    assertFound(new float[] {1, Float.NaN}, "the network gave NaN at place 1 of 2");
    assertFound(
        new float[] {Float.NEGATIVE_INFINITY, 0}, "the network gave -Infinity at place 0 of 2");
    assertFound(new float[] {0, -0f, 0}, "the network gave 3 zeros");
  }

  @Test
  void letsOthersPass() {
    assertThat(EmbeddingCheck.failure(new float[] {0, Float.MIN_VALUE})).isNull();
    assertThat(EmbeddingCheck.failure(new float[] {-Float.MAX_VALUE})).isNull();
  }

  private static void assertFound(float[] embedding, String message) {
    var failure = EmbeddingCheck.failure(embedding);
    assertThat(failure.reason()).isEqualTo(FailureReason.NOT_FINITE);
    assertThat(failure.message()).isEqualTo(message);
  }
}
