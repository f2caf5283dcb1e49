package dev.chmcorr.job.correspond;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.FailureReason;
import dev.chmcorr.image.decode.ImageException;
import dev.chmcorr.job.correspond.FakeMethod.FakeFeatures;
import dev.chmcorr.table.Failure;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CandidateCacheTest {
  private final CandidateCache cache = new CandidateCache(100);

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

  @Test
  void theLeastRecentlyUsedGoFirstAndAreClosed() {
    FakeFeatures first = put("1.jpg", 40);
    FakeFeatures second = put("2.jpg", 40);
    cache.release(cache.acquire("1.jpg"));

    FakeFeatures third = put("3.jpg", 40);

    assertThat(second.closed).isEqualTo(1);
    assertThat(first.closed).isZero();
    assertThat(third.closed).isZero();
    assertThat(cache.contains("2.jpg")).isFalse();
    assertThat(cache.acquire("1.jpg").features()).isSameAs(first);
  }

  @Test
  void whatATaskUsesStaysHoweverMuchThatIsAndGoesWhenItIsGivenBack() {
    FakeFeatures held = new FakeFeatures(1, 80);
    CandidateCache.Entry first = cache.put("1.jpg", held, null);
    CandidateCache.Entry second = cache.acquire("1.jpg");
    FakeFeatures alsoHeld = new FakeFeatures(2, 80);
    CandidateCache.Entry other = cache.put("2.jpg", alsoHeld, null);

    cache.release(first);
    assertThat(held.closed).isZero();
    cache.release(second);

    assertThat(held.closed).isEqualTo(1);
    assertThat(alsoHeld.closed).isZero();
    cache.release(other);
    assertThat(cache.contains("2.jpg")).isTrue();
  }

  @Test
  void ofTwoThatWereComputedAtOnceOneStays() {
    FakeFeatures first = new FakeFeatures(1, 10);
    FakeFeatures second = new FakeFeatures(1, 10);

    cache.put("1.jpg", first, null);
    CandidateCache.Entry entry = cache.put("1.jpg", second, null);

    assertThat(entry.features()).isSameAs(first);
    assertThat(first.closed).isZero();
    assertThat(second.closed).isEqualTo(1);
  }

  @Test
  void whatTheSecondTaskFoundBrokenTheFirstMayHaveRead() {
    FakeFeatures read = new FakeFeatures(1, 10);
    cache.put("1.jpg", read, null);
    Failure lost = Failure.of(FailureReason.UNREADABLE, new IOException("connection reset"));

    assertThat(cache.put("1.jpg", null, lost).features()).isSameAs(read);
  }

  @Test
  void closingFreesEachOnce() {
    FakeFeatures first = put("1.jpg", 40);
    FakeFeatures second = put("2.jpg", 40);

    cache.close();

    assertThat(first.closed).isEqualTo(1);
    assertThat(second.closed).isEqualTo(1);
    assertThat(cache.contains("1.jpg")).isFalse();
  }

  /** Puts features in that nobody uses any more. */
  private FakeFeatures put(String path, long bytes) {
    FakeFeatures features = new FakeFeatures(1, bytes);
    cache.release(cache.put(path, features, null));
    return features;
  }
}
