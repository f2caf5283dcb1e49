package dev.chmcorr.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BracesTest {
  /** As bash and Python's braceexpand do it. */
  @Test
  void expandsRanges() {
    assertThat(Braces.expand("t-{008..011}.tar"))
        .containsExactly("t-008.tar", "t-009.tar", "t-010.tar", "t-011.tar");
    assertThat(Braces.expand("t-{8..11}.tar"))
        .containsExactly("t-8.tar", "t-9.tar", "t-10.tar", "t-11.tar");
    assertThat(Braces.expand("t-{0..2}.tar")).containsExactly("t-0.tar", "t-1.tar", "t-2.tar");
    assertThat(Braces.expand("t-{08..10}.tar")).containsExactly("t-08.tar", "t-09.tar", "t-10.tar");
    assertThat(Braces.expand("{1..2}/{3..4}.tar"))
        .containsExactly("1/3.tar", "1/4.tar", "2/3.tar", "2/4.tar");
    assertThat(Braces.expand("{7..7}")).containsExactly("7");
  }

  @Test
  void namesEachFileOnce() {
    assertThat(Braces.expand("{1..11}{1..11}"))
        .hasSize(120)
        .doesNotHaveDuplicates()
        .contains("111", "1111");
  }

  @Test
  void leavesOtherBracesToTheGlob() {
    assertThat(Braces.expand("{a,b}-*.tar")).containsExactly("{a,b}-*.tar");
    assertThat(Braces.expand("x.tar")).containsExactly("x.tar");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{3..1}", "{0..100000}", "{0..999}{0..999}"})
  void refusesRangesThatDescendOrNeverEnd(String text) {
    assertThatThrownBy(() -> Braces.expand(text))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("in " + text + ": it must ascend, and all name at most 100000 files");
  }
}
