package dev.chmcorr.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({
    "1, tar, 1 tar",
    "2, tar, 2 tars",
    "0, query, 0 queries",
    "1, query, 1 query",
    "3, class, 3 classes",
    "1, gallery image, 1 gallery image",
    "2, gallery image, 2 gallery images",
    "2, query class, 2 query classes",
    "2, day, 2 days"
  })
  void aNumberOfThingsIsSaidAsAPersonSaysIt(long number, String thing, String text) {
    assertThat(Texts.count(number, thing)).isEqualTo(text);
  }

  @Test
  void verbsGoWithNumbers() {
    assertThat(Texts.verb(1, "has", "have")).isEqualTo("has");
    assertThat(Texts.verb(0, "has", "have")).isEqualTo("have");
    assertThat(Texts.verb(2, "has", "have")).isEqualTo("have");
  }

  @Test
  void firstLineEndsAtAnyLineBreak() {
    assertThat(Texts.firstLine("a b\r\nc")).isEqualTo("a b");
    assertThat(Texts.firstLine("\nc")).isEmpty();
    assertThat(Texts.firstLine("")).isEmpty();
  }
}
