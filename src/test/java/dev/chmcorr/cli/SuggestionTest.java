package dev.chmcorr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
  private static final List<String> KNOWN = List.of("--candidates", "--K", "--k", "--mask");

  @Test
  void aSlipOrTwoAreForgiven() {
    assertThat(Suggestion.after("--canddates", KNOWN)).isEqualTo("; did you mean --candidates?");
    assertThat(Suggestion.after("-candidates", KNOWN)).isEqualTo("; did you mean --candidates?");
    assertThat(Suggestion.after("--MASK", KNOWN)).isEqualTo("; did you mean --mask?");
  }

  @Test
  void whatIsLikeNothingGetsNoGuess() {
    assertThat(Suggestion.after("--precision", KNOWN)).isEmpty();
    assertThat(Suggestion.after("--candidates", List.of())).isEmpty();
  }
}
