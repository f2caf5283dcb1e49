package dev.chmcorr.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Font;
import java.util.List;
import org.junit.jupiter.api.Test;

class LetteringTest {
  private static final Font FONT = Lettering.plain(8);

  @Test
  void cutsWhatIsTooLongAndNothingElse() {
    assertThat(Lettering.fit("short", FONT, 100)).isEqualTo("short");
    String cut = Lettering.fit("much too long for so little room", FONT, 60);
    assertThat(cut).startsWith("much").endsWith("…");
    assertThat(Lettering.width(cut, FONT)).isLessThanOrEqualTo(60);
  }

  @Test
  void neverCutsACharacterInTwo() {
    for (int width = 8; width < 60; width++) {
      String cut = Lettering.fit("\uD83D\uDC26".repeat(30), FONT, width);
      assertThat(cut.codePoints().filter(point -> point >= 0xD800 && point <= 0xDFFF)).isEmpty();
    }
  }

  @Test
  void replacesWhatXmlForbidsAndWhatTurnsTheReadingDirection() {
    assertThat(Lettering.clean("a\u0000b\u202Ec\uD800d\uFFFEe\nf"))
        .isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf");
    assertThat(Lettering.clean("قطة \uD83D\uDC26 \u0646\u200C\u0647"))
        .isEqualTo("قطة \uD83D\uDC26 \u0646\u200C\u0647");
  }

  @Test
  void breaksBetweenWords() {
    assertThat(Lettering.wrap("one two three", FONT, Lettering.width("one two", FONT) + 1, 9))
        .isEqualTo(List.of("one two", "three"));
    assertThat(Lettering.wrap("one two three four five", FONT, 30, 2)).hasSize(2);
    assertThat(Lettering.wrap("", FONT, 30, 2)).isEmpty();
  }
}
