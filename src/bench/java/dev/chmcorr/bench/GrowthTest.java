package dev.chmcorr.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chmcorr.bench.Growth.Rates;
import org.junit.jupiter.api.Test;

/** By hand: 36,000 gallery images, 7,200 queries, 10 cores, so that an hour has 36,000 seconds. */
class GrowthTest {
  private final Growth growth = new Growth(36_000, 7_200, 10, new Rates(0.5, 2, 7_372_800, 3, 1, 0.5));

  /** 43,200 images of half a second; one pass of 72,000 s and 36,000 x 7,200 x 2048 / 7,372,800 s. */
  @Test
  void hoursAreSecondsOfACoreOverCores() {
    assertThat(growth.embedHours()).isEqualTo(0.6, within(1e-12));
    assertThat(growth.rankHours()).isEqualTo(2 + 2, within(1e-12));
    // A query takes 3 s and 50 candidates 1 s each and half of them 3 s.
    assertThat(growth.correspondHours()).isEqualTo(7_200 * 128 / 36_000.0, within(1e-12));
  }

  @Test
  void bytesAreCountsTimesSizes() {
    assertThat(growth.bytesEmbedded()).isEqualTo(43_200L * 110_000);
    assertThat(growth.bytesRanked()).isEqualTo(43_200L * 8_192);
    assertThat(growth.bytesCompared()).isEqualTo(7_200L * 26 * 110_000);
    assertThat(growth.bytesShuffled()).isEqualTo(40L * 7_200 * 100 * 12);
    assertThat(growth.bytesKept()).isEqualTo(43_200L * 8_192);
    assertThat(growth.bytesWritten()).isEqualTo(7_200L * 50 * 800);
  }

  /** A block of 256 MiB has 32,768 embeddings. */
  @Test
  void everyBlockOfQueriesIsAPassOverTheGallery() {
    assertThat(passes(1)).isEqualTo(1);
    assertThat(passes(32_768)).isEqualTo(1);
    assertThat(passes(32_769)).isEqualTo(2);
    assertThat(passes(1_000_000)).isEqualTo(31);
  }

  private static long passes(long queries) {
    return new Growth(1, queries, 1, null).passes();
  }
}
