package dev.chmcorr.job.knn;

import dev.chmcorr.domain.FailureReason;
import dev.chmcorr.table.Failure;

/** Finds embeddings that have no cosine with any other. */
final class EmbeddingCheck {
  private EmbeddingCheck() {}

  /**
   * What is wrong with an embedding.
   *
   * @return null if it is good
   */
  static Failure failure(float[] embedding) {
    boolean zero = true;
    for (int i = 0; i < embedding.length; i++) {
      if (!Float.isFinite(embedding[i])) {
        return bad(
            "the network gave %s at place %d of %d".formatted(embedding[i], i, embedding.length));
      }
      zero &= embedding[i] == 0;
    }
    return zero ? bad("the network gave %d zeros".formatted(embedding.length)) : null;
  }

  private static Failure bad(String message) {
    return Failure.of(FailureReason.NOT_FINITE, new ArithmeticException(message));
  }
}
