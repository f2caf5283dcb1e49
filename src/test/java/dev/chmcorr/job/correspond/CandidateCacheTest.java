package dev.chmcorr.job.correspond;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.FailureReason;
import dev.chmcorr.image.ImageException;
import dev.chmcorr.table.Failure;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CandidateCacheTest {
  private final CandidateCache cache = new CandidateCache(1 << 20);

  @Test
  void anImageThatIsBrokenStaysSo() {
    Failure broken = Failure.of(FailureReason.NOT_AN_IMAGE, new ImageException("truncated"));

    cache.release(cache.put("broken.jpg", null, broken));

    assertThat(cache.acquire("broken.jpg").failure()).isEqualTo(broken);
  }

  @Test
  void anImageOverALimitStaysSo() {
    Failure refused = new Failure(FailureReason.TOO_LARGE, "X", "9 pixels, limit 8", 9L);

    cache.release(cache.put("poster.jpg", null, refused));

    assertThat(cache.acquire("poster.jpg").failure()).isEqualTo(refused);
  }

  @Test
  void aFileThatCouldNotBeReadIsTriedAgainOnceNobodyNeedsIt() {
    CandidateCache.Entry first =
        cache.put(
            "lost.jpg",
            null,
            Failure.of(FailureReason.UNREADABLE, new IOException("connection reset")));
    CandidateCache.Entry second = cache.acquire("lost.jpg");

    cache.release(first);
    assertThat(cache.contains("lost.jpg")).isTrue();
    cache.release(second);

    assertThat(cache.contains("lost.jpg")).isFalse();
  }
}
