package dev.chmcorr.job.rescore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
  private static final Numbers N = new Numbers("--N", 1, Integer.MAX_VALUE);
  private static final Numbers T = new Numbers("--T", 0, 1);

  @Test
  void listsAndRangesComeBackAscendingAndOnce() {
    assertThat(N.whole("20,5")).containsExactly(5, 20);
    assertThat(N.whole("1,10:50:10,20, 7")).containsExactly(1, 7, 10, 20, 30, 40, 50);
    assertThat(N.whole("3:8:2")).containsExactly(3, 5, 7);
    assertThat(N.whole("4:4:1")).containsExactly(4);
    assertThat(N.whole(null)).isNull();
  }

  @Test
  void decimalsAreThoseThatTheirTextsMean() {
    // 0.4 + 3 * 0.05 and 0.4 + 5 * 0.05 as doubles are not the nearest to 0.55 and 0.65.
    assertThat(T.decimal("0.4:0.7:0.05")).containsExactly(0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7);
    assertThat(T.decimal(".5,1,0")).containsExactly(0.0, 0.5, 1.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.4:0.7 | 0.4:0.7 (a range is FROM:TO:STEP, as 0.4:0.7:0.05)",
        "0.4:0.7:0 | 0.4:0.7:0 (its step must be more than 0)",
        "0.4:0.7:-0.1 | 0.4:0.7:-0.1 (its step must be more than 0)",
        "0.7:0.4:0.1 | 0.7:0.4:0.1 (it begins above its end)",
        "0.4:2:0.1 | 2 (must be 0..1)",
        "-0.1 | -0.1 (must be 0..1)",
        "0:1:0.00000001 | 0:1:0.00000001 (these are more than 10000 numbers)",
        "1e999999999 | 1e999999999 (must be numbers and ranges of them, as 0.4:0.7:0.05)",
        "NaN | NaN (must be numbers and ranges of them, as 0.4:0.7:0.05)",
        "0.4,,0.5 | '' (must be numbers and ranges of them, as 0.4:0.7:0.05)",
        "0.4:0.7:0.1:2 | 0.4:0.7:0.1:2 (a range is FROM:TO:STEP, as 0.4:0.7:0.05)"
      })
  void whatIsNoneIsNamed(String text, String message) {
    assertThatThrownBy(() -> T.decimal(text))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid --T: %s", message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0 (must be at least 1)",
        "2.5 | 2.5 (must be a whole number)",
        "1:3:0.5 | 1.5 (must be a whole number)",
        "1:100000:1 | 1:100000:1 (these are more than 10000 numbers)",
        "9999999999 | 9999999999 (must be numbers and ranges of them, as 5,10:50:10)"
      })
  void wholeNumbersLikewise(String text, String message) {
    assertThatThrownBy(() -> N.whole(text))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid --N: %s", message);
  }
}
