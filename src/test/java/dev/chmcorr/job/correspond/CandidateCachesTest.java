package dev.chmcorr.job.correspond;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.FailureReason;
import dev.chmcorr.image.ImageException;
import dev.chmcorr.table.Failure;
import org.junit.jupiter.api.Test;

class CandidateCachesTest {
  private static final CacheKey RUN = new CacheKey("birds", 1);

  private final CandidateCaches caches = new CandidateCaches();

  @Test
  void whatOneDeviceHasComputedIsNotTheOthers() {
    put(caches.of(RUN, "cuda:0"));

    assertThat(caches.of(RUN, "cuda:0").contains("a.jpg")).isTrue();
    assertThat(caches.of(RUN, "cuda:1").contains("a.jpg")).isFalse();
  }

  @Test
  void anotherRunStartsWithEmptyCachesAndDropsThoseBefore() {
    CandidateCache first = caches.of(RUN, "cuda:0");
    CandidateCache second = caches.of(RUN, "cuda:1");
    put(first);
    put(second);

    CandidateCache other = caches.of(new CacheKey("cats", 1), "cuda:0");

    assertThat(other.contains("a.jpg")).isFalse();
    assertThat(first.contains("a.jpg")).isFalse();
    assertThat(second.contains("a.jpg")).isFalse();
  }

  private static void put(CandidateCache cache) {
    cache.release(
        cache.put(
            "a.jpg",
            null,
            Failure.of(FailureReason.NOT_AN_IMAGE, new ImageException("truncated"))));
  }
}
