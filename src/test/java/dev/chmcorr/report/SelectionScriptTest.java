package dev.chmcorr.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Four queries, a to d, of run one, and three of them in another order in run two, which was told
 * parts by masks and has its classes in another order.
 *
 * <pre>
 * query  class  kNN    one    two
 * a      robin  robin  robin  wren
 * b      robin  wren   wren   robin
 * c      wren   wren   wren   wren
 * d      robin  robin  none   not there
 * </pre>
 */
class SelectionScriptTest {
  private static final String RUNS =
      """
      var one = { setting: { masked: false }, classes: ["robin", "wren", "house wren"] };
      var two = { setting: { masked: true }, classes: ["wren", "robin"] };
      var here = { size: 4, id: [7, 8, 9, 10], name: ["robin/a", "robin/b", "wren/c", "robin/d"],
        class: [0, 0, 1, 0], knn: [0, 1, 1, 0], knnVotes: [2, 2, 2, 1], chm: [0, 1, 1, -1], chmVotes: [2, 1, 2, 0],
        searched: ["robin/a", "robin/b", "wren/c", "robin/d"] };
      var there = { name: ["wren/c", "robin/b", "robin/a"], class: [0, 1, 1], chm: [0, 1, 0], chmVotes: [2, 2, 1] };
      var joined = chmcorr.selection.join(here, [{ run: two, index: there }]);
      """;

  private Script script;

  @BeforeEach
  void run() {
    script = Script.of("site/js/selection.js");
    script.run(RUNS);
  }

  @AfterEach
  void close() {
    script.close();
  }

  private List<Integer> select(String asked) {
    return script.numbers("chmcorr.selection.select(one, here, %s, joined)".formatted(asked));
  }

  /** Those that are equal stay as they are listed. */
  @Test
  void queriesAreSorted() {
    assertThat(select("{sort: 'votes'}")).containsExactly(3, 1, 0, 2);
    assertThat(select("{sort: '-votes'}")).containsExactly(0, 2, 1, 3);
    assertThat(select("{sort: 'knn'}")).containsExactly(3, 0, 1, 2);
    assertThat(select("{sort: '-knn'}")).containsExactly(0, 1, 2, 3);
    assertThat(select("{sort: 'class', outcome: 'right'}")).containsExactly(0, 2);
    assertThat(select("{sort: 'class'}")).containsExactly(0, 1, 3, 2);
    assertThat(select("{sort: 'beauty'}")).containsExactly(0, 1, 2, 3);
  }

  @Test
  void queriesOfOtherRunsAreFoundByName() {
    assertThat(script.numbers("joined[0].places")).containsExactly(2, 1, 0, -1);
    assertThat(
            script.numbers(
                "chmcorr.selection.join(here, [{run: two, index: {name: ['x']}}]).map(() => 1)"))
        .isEmpty();
  }

  @Test
  void outcomesCompareRuns() {
    assertThat(select("{outcome: 'runs'}")).containsExactly(0, 1);
    assertThat(select("{outcome: 'masks'}")).containsExactly(1);
    assertThat(select("{outcome: 'attention'}")).containsExactly(0);
    assertThat(script.numbers("chmcorr.selection.select(one, here, {outcome: 'runs'}, [])"))
        .isEmpty();
  }

  @Test
  void outcomesThatCompareRunsAreOfferedWhereThereAreOthers() {
    String keys = "Object.keys(chmcorr.selection.outcomes(one, %s)).join(' ')";
    assertThat(script.run(keys.formatted("joined")).toString()).endsWith(" runs masks attention");
    assertThat(script.run(keys.formatted("[]")).toString()).endsWith(" failed");
  }

  @Test
  void reRankingWithMasksHasItsOwnName() {
    assertThat(script.run("chmcorr.selection.outcomes(two, []).chm"))
        .hasToString("only CHM-Corr+ right");
    assertThat(script.run("chmcorr.selection.sorts(one).votes"))
        .hasToString("fewest CHM-Corr votes");
  }

  @Test
  void aTextMeansTheClassOfThisNameOrThoseThatHaveItInTheirs() {
    assertThat(select("{class: 'wren'}")).containsExactly(1, 2);
    assertThat(script.numbers("[...chmcorr.selection.classesOf(one, 'WREN')]"))
        .containsExactly(1, 2);
    assertThat(select("{class: 'ROB'}")).containsExactly(0, 1, 3);
    assertThat(select("{class: 'crow'}")).isEmpty();
  }

  @Test
  void aChangeNamesThreeClasses() {
    assertThat(select("{own: 'robin', saidknn: 'wren', saidchm: 'wren'}")).containsExactly(1);
    assertThat(select("{own: 'robin', saidknn: 'robin'}")).containsExactly(0, 3);
    assertThat(select("{own: 'crow'}")).isEmpty();
  }

  @Test
  void aFileIsNamedWithoutItsClass() {
    assertThat(script.run("chmcorr.selection.fileOf(one, here, 2)")).hasToString("c");
    assertThat(
            script.run(
                "chmcorr.selection.fileOf(one, {class: [-1, 1], name: ['all/x', 'y/z']}, 0)"))
        .hasToString("all/x");
    assertThat(
            script.run(
                "chmcorr.selection.fileOf(one, {class: [-1, 1], name: ['all/x', 'y/z']}, 1)"))
        .hasToString("y/z");
  }
}
