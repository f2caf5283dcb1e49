package dev.chmcorr.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatisticsScriptTest {
  /**
   * Newcombe (1998), Two-sided confidence intervals for the single proportion, table I, method 3.
   */
  @ParameterizedTest
  @CsvSource({
    "81, 263, 0.2553, 0.3662",
    "15, 148, 0.0624, 0.1605",
    "0, 20, 0, 0.1611",
    "1, 29, 0.0061, 0.1718"
  })
  void intervalsAreWilsons(int right, int of, double low, double high) {
    try (Script script = Script.of("site/js/statistics.js")) {
      List<Double> interval =
          script.doubles("chmcorr.statistics.wilson(%d, %d)".formatted(right, of));

      assertThat(interval.get(0)).isCloseTo(low, within(0.00005));
      assertThat(interval.get(1)).isCloseTo(high, within(0.00005));
    }
  }

  @Test
  void nothingIsKnownOfNothing() {
    try (Script script = Script.of("site/js/statistics.js")) {
      assertThat(script.doubles("chmcorr.statistics.wilson(0, 0)")).containsExactly(0.0, 1.0);
      assertThat(script.run("chmcorr.statistics.inWords(0, 0)").toString()).contains("unknown");
    }
  }
}
