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

  /** From grid point 1 * 7 + 2, twice, to two cells: what the method chose, not the best cells. */
  @Test
  void partsThatAMethodChoseAreShownAndMarkedCellsHaveAMapOfTheirOwn() {
    script.run(
        """
        var pair = {cell: new Array(49).fill(0), links: [{point: 9, cell: 24, value: 0.25}, {point: 9, cell: 48, value: 0.125}]};
        var chosen = chmcorr.parts.matches({weights: new Array(49).fill(0), candidate: {pair: pair}}, {t: 0});
        pair.published = new Array(49).fill(2); pair.aligned = new Array(49).fill(3);
        var marked = chmcorr.scoring.weighted(pair, {axes: "aligned", mask: new Array(49).fill(1)});
        """);

    assertThat(script.numbers("[].concat.apply([], chosen.map(m => m.from.concat(m.to)))"))
        .isEqualTo(List.of(52, 86, 120, 120, 52, 86, 222, 222));
    assertThat(script.texts("chosen.map(m => chmcorr.parts.nameOf(m))"))
        .containsExactly(
            "part 1, row 3 column 2 to row 4 column 4, similarity 0.25000",
            "part 2, row 3 column 2 to row 7 column 7, similarity 0.12500");
    assertThat(script.numbers("marked.slice(0, 2)")).containsExactly(2, 2);
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
