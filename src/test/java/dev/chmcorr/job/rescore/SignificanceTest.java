package dev.chmcorr.job.rescore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chmcorr.table.AccuracyRow.Counts;
import dev.chmcorr.table.AccuracyRow.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignificanceTest {
  /**
   * Up to 25 in all from sums of fractions ({@code math.comb}), above from {@code math.erfc}, by
   * Python's standard library.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 1",
    "0, 1, 1",
    "5, 5, 1",
    "1, 8, 0.0390625",
    "8, 1, 0.0390625",
    "10, 15, 0.42435622215270996",
    "0, 25, 5.960464477539063e-08",
    "10, 16, 0.326799567668966",
    "13, 13, 1",
    "150, 86, 4.1145622813459415e-05",
    "500, 400, 0.000966848284767553"
  })
  void mcnemarsTestIsExactForFewAndChiSquareForMany(long one, long other, double p) {
    assertThat(Significance.mcnemar(one, other)).isCloseTo(p, within(1e-10 * p));
  }

  @Test
  void aDifferenceBeyondDoubtHasAProbabilityAboveZero() {
    assertThat(Significance.mcnemar(100, 1000)).isBetween(1e-200, 1e-150);
  }

  /** Intervals from Wilson's formula in Python. */
  @Test
  void accuraciesHaveWilsonsInterval() {
    Statistics found = Significance.of(new Counts(50, 48, 27, 6, 10));

    assertThat(found.knnAccuracy()).isEqualTo(33 / 48.0);
    assertThat(found.chmAccuracy()).isEqualTo(37 / 48.0);
    assertThat(found.chmLow()).isCloseTo(0.6346073590999655, within(1e-9));
    assertThat(found.chmHigh()).isCloseTo(0.8669217373308877, within(1e-9));
    assertThat(Significance.of(new Counts(10, 10, 0, 1, 0)).chmLow()).isBetween(0.0, 1e-9);
    // Rounded, the formula gives a little more than 1 here.
    assertThat(Significance.of(new Counts(11, 11, 11, 0, 0)).chmHigh()).isBetween(0.999999, 1.0);
    assertThat(Significance.of(new Counts(3, 0, 0, 0, 0))).isNull();
  }
}
