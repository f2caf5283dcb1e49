package dev.chmcorr.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class TextsTest {
  private enum Word {
    MINI
  }

  @Test
  void aTurkishMachineWritesTheSameNames() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr"));
    try {
      assertThat(Texts.lowerCase(Word.MINI)).isEqualTo("mini");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void firstLineEndsAtAnyLineBreak() {
    assertThat(Texts.firstLine("a b\r\nc")).isEqualTo("a b");
    assertThat(Texts.firstLine("\nc")).isEmpty();
    assertThat(Texts.firstLine("")).isEmpty();
  }
}
