package dev.chmcorr.job.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GaugeTest {
  private long done;
  private long pairs;
  private final Gauge queries =
      new Gauge("correspond", "queries", 48, () -> done, new Gauge.Rated("pairs", () -> pairs));

  /** 23 of 48 in 20 seconds: 21.7 seconds for the other 25. */
  @Test
  void itIsOneSentence() {
    done = 23;
    pairs = 280;

    assertThat(queries.words(20)).isEqualTo("correspond 23 of 48 queries, 14 pairs/s, 22 s left");
    assertThat(queries.share()).isEqualTo(23.0 / 48);
  }

  @Test
  void beforeAnythingIsDoneItKnowsNoSpeed() {
    assertThat(queries.words(7)).isEqualTo("correspond 0 of 48 queries, starting, 7 s so far");
    assertThat(queries.share()).isZero();
  }

  @Test
  void withoutPairsTheSpeedIsThatOfQueries() {
    done = 2;

    assertThat(queries.words(4)).isEqualTo("correspond 2 of 48 queries, 0.5 queries/s, 92 s left");
  }

  @Test
  void aTaskThatSparkRepeatsDoesNotGoBeyondTheEnd() {
    done = 50;

    assertThat(queries.words(10))
        .isEqualTo("correspond 48 of 48 queries, 4.8 queries/s, finishing");
    assertThat(queries.share()).isEqualTo(1);
  }

  @Test
  void theSpeedIsInOneWord() {
    Gauge images = new Gauge("embed", "gallery images", 9, () -> 3);

    assertThat(images.words(3)).isEqualTo("embed 3 of 9 gallery images, 1.0 images/s, 6 s left");
  }
}
