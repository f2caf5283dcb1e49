package dev.chmcorr.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A report's script numbers parts as figures do. */
class MatchesScriptTest {
  private static Script script;

  @BeforeAll
  static void load() {
    script = Script.of("site/js/scoring.js", "site/js/matches.js");
  }

  @AfterAll
  static void leave() {
    script.close();
  }

  /** Row 1 column 2, row 0 column 3 and row 5 column 5; the first and the last meet in X 6, Y 4. */
  private static void threeParts(String rule) {
    script.run(
        """
        var weights = new Array(49).fill(0);
        weights[1 * 7 + 2] = 0.9; weights[0 * 7 + 3] = 0.8; weights[5 * 7 + 5] = 0.7;
        var cell = new Array(49).fill(6 * 7 + 4);
        cell[3 * 7] = 1;
        var mask = weights.map((weight) => weight === 0 ? 0 : 1);
        var found = chmcorr.parts.matches({weights: weights, candidate: {pair: {cell: cell}}}, %s);
        """
            .formatted(rule));
  }

  @Test
  void partsThatMeetInOneCellShareNumberColourAndBox() {
    threeParts("{mask: mask}");

    assertThat(script.numbers("found.map(m => m.number)")).containsExactly(1, 2, 1);
    assertThat(script.texts("found.map(m => m.looks)"))
        .containsExactly("colour-0", "colour-1", "colour-0");
    assertThat(script.numbers("[].concat.apply([], found.map(m => m.from.concat(m.to)))"))
        .isEqualTo(List.of(86, 52, 222, 154, 120, 18, 18, 52, 188, 188, 222, 154));
    assertThat(script.texts("found.map(m => m.key)")).containsExactly("1", "2", "3");
  }

  @Test
  void partsAreNamedByTheirPlacesAndWhatTheyCount() {
    threeParts("{t: 0.5}");

    assertThat(script.texts("found.map(m => chmcorr.parts.nameOf(m))"))
        .startsWith(
            "part 1, row 2 column 3 to row 5 column 7, similarity 0.900",
            "part 2, row 1 column 4 to row 2 column 1, similarity 0.800",
            "part 1, row 6 column 6 to row 5 column 7, similarity 0.700")
        .hasSize(5)
        .last()
        .asString()
        .endsWith("does not count");
    assertThat(script.texts("[found[4].looks]")).containsExactly("colour-0 left-out");
  }

  @Test
  void aWeightThatIsNotOneIsSaid() {
    threeParts("{mask: mask.map((weight, cell) => cell === 9 ? 0.5 : weight)}");

    assertThat(script.texts("found.map(m => chmcorr.parts.nameOf(m))"))
        .first()
        .asString()
        .endsWith("similarity times weight 0.900");
  }

  /** Seven colours are told apart; the eighth part has the first one and a mark. */
  @Test
  void anEighthPartHasAMark() {
    script.run(
        """
        var ones = new Array(49).fill(0).map((_, cell) => cell < 8 ? 1 : 0);
        var cells = ones.map((_, point) => point);
        var found = chmcorr.parts.matches({weights: ones, candidate: {pair: {cell: cells}}}, {mask: ones});
        """);

    assertThat(script.texts("found.map(m => m.looks)"))
        .containsExactly(
            "colour-0",
            "colour-1",
            "colour-2",
            "colour-3",
            "colour-4",
            "colour-5",
            "colour-6",
            "colour-0 again");
  }

  @Test
  void theBorderGoesAroundWhatIsKept() {
    script.run("var kept = new Array(49).fill(false); kept[8] = kept[9] = true;");

    assertThat(script.texts("[chmcorr.parts.border(kept, 10)]"))
        .containsExactly("M10 10h10M10 10v10M20 10h10M30 10v10M10 20h10M20 20h10");
  }
}
