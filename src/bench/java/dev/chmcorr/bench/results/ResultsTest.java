package dev.chmcorr.bench.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
  private static final Measured BOTH =
      Measured.both(
          "embed, fp32", "ms an image", Figure.of(47, 45, 46), Figure.of(92, 90, 95), "torch");
  private static final Measured ALONE =
      Measured.alone("decode", "ms an image", Figure.of(2.5, 2.4));

  @TempDir private Path folder;

  @Test
  void aFigureIsTheMedianAndItsBounds() {
    assertThat(Figure.of(47, 45, 46)).isEqualTo(new Figure(46, 45, 47));
    assertThat(Figure.of(4, 2, 1, 3)).isEqualTo(new Figure(2.5, 1, 4));
    assertThat(Figure.of(1.23456)).isEqualTo(new Figure(1.235, 1.235, 1.235));
  }

  @Test
  void aFileHoldsAllOfIt() throws IOException {
    Path file = folder.resolve("new/amx.json");
    Results results = results(3, BOTH, ALONE);

    results.write(file);

    assertThat(Results.read(file)).isEqualTo(results);
    assertThat(file).content().contains("\"ratio\" : 2.0").doesNotContain("null");
  }

  @Test
  void filesThatAreNoResultsAreNamed() throws IOException {
    Path none = folder.resolve("none.json");
    assertThatThrownBy(() -> Results.read(none))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot find the results %s", none);
    Path broken = Files.writeString(folder.resolve("broken.json"), "{");
    assertThatThrownBy(() -> Results.read(broken))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot read the results " + broken);
  }

  @Test
  void theTableHasAColumnForEachKind() {
    assertThat(ResultTable.lines(Map.of(Kind.AVX2, results(3, BOTH, ALONE))))
        .containsExactly(
            "| ours / theirs = ratio | AMX | AVX-512 | AVX2 |",
            "|---|---|---|---|",
            "| embed, fp32 | - | - | 46.0 ms / 92.0 ms = 2.00 x |",
            "| decode | - | - | 2.45 ms |");
  }

  @Test
  void whatLiesWithinTheSpreadIsNoChange() {
    Measured near =
        Measured.both(
            "embed, fp32", "ms an image", Figure.of(47, 48, 49), Figure.of(95, 96, 97), "torch");

    assertThat(changes(results(3, BOTH), results(3, near)))
        .containsExactly("no change beyond the spread");
  }

  @Test
  void changesBeyondTheSpreadAreTold() {
    Measured faster =
        Measured.both(
            "embed, fp32", "ms an image", Figure.of(22, 23, 24), Figure.of(90, 92, 93), "torch");

    assertThat(changes(results(3, BOTH), results(3, faster)))
        .containsExactly(
            "embed, fp32, ours: 46.0 ms (45.0 ms to 47.0 ms) -> 23.0 ms (22.0 ms to 24.0 ms), 2.00 x as fast",
            "embed, fp32, ratio: 2.00 -> 4.00 x");
    assertThat(changes(results(3, faster), results(3, BOTH)).get(0)).endsWith("2.00 x as long");
  }

  @Test
  void rowsOfOneSideOnlyAreTold() {
    assertThat(changes(results(3, BOTH), results(3, ALONE)))
        .containsExactly(
            "embed, fp32: not in the new results", "decode: 2.45 ms (not in the old results)");
  }

  @Test
  void otherMachinesAndSingleRoundsAreTold() {
    Results other = new Results(machine(4), "2026-11-29", "abc", 1, List.of(BOTH));

    assertThat(new Comparison(results(3, BOTH), other).lines())
        .contains(
            "not the same machine or libraries: only ratios compare",
            "a single round has no spread: any difference counts as a change");
  }

  /** Without the lines that name both. */
  private static List<String> changes(Results old, Results recent) {
    List<String> lines = new Comparison(old, recent).lines();
    return lines.subList(2, lines.size());
  }

  private static Results results(int rounds, Measured... rows) {
    return new Results(machine(2), "2026-11-28", "abc", rounds, List.of(rows));
  }

  private static Machine machine(int cores) {
    return new Machine(
        "Xeon",
        Kind.AVX2,
        cores,
        Map.of("ONEDNN_MAX_CPU_ISA", "AVX2"),
        "Linux 6.1",
        "17.0.9",
        "2.7.1");
  }
}
