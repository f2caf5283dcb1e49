package dev.chmcorr.job.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.picture.Figure.Part;
import dev.chmcorr.picture.Figure.Weight;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {
  @Test
  void partsThatMeetInOneCellShareTheirNumber() {
    double[] weighted = new double[49];
    // Row 1 column 2, row 0 column 3, row 5 column 5.
    weighted[1 * 7 + 2] = 0.9;
    weighted[0 * 7 + 3] = 0.8;
    weighted[5 * 7 + 5] = 0.7;

    // Grid points c * 7 + r: the first and the last go to cell X = 6, Y = 4, the other to 0, 1.
    List<Part> parts = Parts.of(weighted, 3, p -> p == 3 * 7 ? 1 : 6 * 7 + 4);

    assertThat(parts)
        .containsExactly(
            new Part(1, 86, 52, 222, 154, Weight.COUNTED),
            new Part(2, 120, 18, 18, 52, Weight.COUNTED),
            new Part(1, 188, 188, 222, 154, Weight.COUNTED));
  }

  @Test
  void cellsWithoutWeightAreLeftOut() {
    double[] weighted = new double[49];
    weighted[8] = 0.5;

    assertThat(Parts.of(weighted, 2, p -> p).stream().map(Part::weight))
        .containsExactly(Weight.COUNTED, Weight.LEFT_OUT);
  }
}
