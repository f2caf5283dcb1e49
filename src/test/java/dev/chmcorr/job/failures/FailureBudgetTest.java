package dev.chmcorr.job.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureBudgetTest {
  @ParameterizedTest
  @CsvSource({
    "1%, 1000, 10",
    "1%, 99, 0",
    "0.5%, 1000, 5",
    "0%, 1000, 0",
    "100%, 7, 7",
    "100, 7, 100",
    "0, 1000, 0"
  })
  void aPercentageIsOfTheSetAndANumberIsItself(String text, int size, long allowed) {
    assertThat(FailureBudget.of(text).allowed(size)).isEqualTo(allowed);
  }

  @Test
  void byDefaultATenthMayFailOrAHundred() {
    assertThat(FailureBudget.DEFAULT.allowed(5)).isEqualTo(100);
    assertThat(FailureBudget.DEFAULT.allowed(999)).isEqualTo(100);
    assertThat(FailureBudget.DEFAULT.allowed(1_281_167)).isEqualTo(128_116);
  }

  @Test
  void onlyAHundredPercentIsNoLimit() {
    assertThat(FailureBudget.of("100%").isUnlimited()).isTrue();
    assertThat(FailureBudget.of("99.9%").isUnlimited()).isFalse();
    assertThat(FailureBudget.of("100").isUnlimited()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "101%", "-1", "1.5", "1 %", "ten", "1e3", "12345678901"})
  void whatIsNeitherIsRefused(String text) {
    assertThatThrownBy(() -> FailureBudget.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'%s' is not a number of images such as 100, or a percentage of them such as 1%%",
            text);
  }
}
