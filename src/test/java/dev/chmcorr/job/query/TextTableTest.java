package dev.chmcorr.job.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.job.query.TextTable.Side;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  private static final List<Side> SIDES = List.of(Side.LEFT, Side.RIGHT);

  @Test
  void valuesStandInColumns() {
    assertThat(
            TextTable.lines(
                List.of("class", "n"),
                SIDES,
                List.of(List.of("wren", "7"), Arrays.asList(null, "1234"), List.of("鷦鷯", "1"))))
        .containsExactly("class     n", "-----  ----", "wren      7", "NULL   1234", "鷦鷯      1");
  }

  @Test
  void noValueSteersTheTerminalOrFillsIt() {
    List<String> lines =
        TextTable.lines(
            List.of("a", "b"), SIDES, List.of(List.of("x\u001b[2J\ny", "z".repeat(500))));

    assertThat(lines.get(2)).startsWith("x?[2J?y").hasSizeLessThan(120).endsWith("z...");
  }
}
