package dev.chmcorr.job.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
  @ParameterizedTest
  @CsvSource({"24 132, 132", "0 0, 80", "24 5, 80", "stty: error, 80", "'', 80", ", 80"})
  void theWidthIsWhatSttySaysIfItMakesSense(String answer, int columns) {
    assertThat(Terminal.columns(answer)).isEqualTo(columns);
  }

  @Test
  void aDumbTerminalIsALog() {
    assertThat(Terminal.isDumb("dumb")).isTrue();
    assertThat(Terminal.isDumb("")).isTrue();
    assertThat(Terminal.isDumb(null)).isTrue();
    assertThat(Terminal.isDumb("xterm-256color")).isFalse();
  }
}
