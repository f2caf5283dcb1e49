package dev.chmcorr.job.failures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.FailureReason;
import dev.chmcorr.table.Failure;
import org.junit.jupiter.api.Test;

class ImageTallyTest {
  private static final Failure GONE =
      new Failure(FailureReason.UNREADABLE, "FileNotFoundException", "no such file", null);

  @Test
  void anImageThatIsTriedTwiceCountsOnce() {
    ImageTally first = new ImageTally(100);
    first.count("a.jpg", GONE);
    first.count("a.jpg", GONE);
    ImageTally again = new ImageTally(100);
    again.count("a.jpg", GONE);
    again.count("b.jpg", GONE);

    first.merge(again);
    first.merge(again);

    assertThat(first.value().failed()).hasSize(2);
    assertThat(first.value().anyGood()).isFalse();
    assertThat(first.value().first())
        .containsExactly("a.jpg (unreadable: no such file)", "b.jpg (unreadable: no such file)");
  }

  @Test
  void oneGoodImageIsRemembered() {
    ImageTally tally = new ImageTally(100);
    tally.count("a.jpg", GONE);
    assertThat(tally.copyAndReset().isZero()).isTrue();

    tally.count("b.jpg", null);

    assertThat(tally.copy().value().anyGood()).isTrue();
    assertThat(tally.isZero()).isFalse();
    tally.reset();
    assertThat(tally.isZero()).isTrue();
  }

  @Test
  void noMoreIsKeptThanMatters() {
    ImageTally tally = new ImageTally(4);
    for (int i = 0; i < 10; i++) {
      tally.count(i + ".jpg", GONE);
    }

    assertThat(tally.value().failed()).hasSize(4);
    assertThat(tally.value().first()).hasSize(3);
    assertThat(tally.copy().value()).isEqualTo(tally.value());
  }
}
