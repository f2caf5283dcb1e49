package dev.chmcorr.chm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.chm.PartMasks.Parts;
import dev.chmcorr.chm.PartMasks.Size;
import dev.chmcorr.domain.UserException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartMasksTest {
  private static final List<String> IMAGES = List.of("1 001.Albatross/a.jpg", "2 002.Auklet/b.jpg");
  private static final List<String> LOCATIONS =
      List.of(
          "1 1 120.0 0.0 1", // back: not among the top five
          "1 2 312.0 182.0 1",
          "1 3 0.0 0.0 0", // not visible
          "2 14 10.0 20.0 1");
  private static final Map<String, Size> SIZES = Map.of("001.Albatross/a.jpg", new Size(500, 335));

  @Test
  void scalesAndCropsAsTheImageIs() {
    // 500 x 335 becomes 358 x 240, cropped by 59 left: x = 358*312/500 - 59 = 164.4, cell 4;
    // y = 240*182/335 = 130.4, cell 3.
    Map<String, double[]> masks = PartMasks.read(IMAGES, LOCATIONS, SIZES, Parts.TOP_FIVE);

    assertThat(masks).containsOnlyKeys("001.Albatross/a.jpg");
    assertThat(marked(masks.get("001.Albatross/a.jpg"))).containsExactly(3 * 7 + 4);
  }

  @Test
  void allPartsIncludesTheOthersThatAreVisible() {
    // x = 358*120/500 - 59 = 26.9, cell 0; y = 0, cell 0.
    Map<String, double[]> masks = PartMasks.read(IMAGES, LOCATIONS, SIZES, Parts.ALL);

    assertThat(marked(masks.get("001.Albatross/a.jpg"))).containsExactly(0, 3 * 7 + 4);
  }

  @Test
  void partsOutsideTheCropMarkNothing() {
    double[] mask = new double[Grid.POINTS];

    PartMasks.mark(mask, new Size(480, 240), 119, 100); // one pixel left of the crop
    PartMasks.mark(mask, new Size(240, 240), 238, 0); // 238 = 7 * 34: beyond the last cell
    assertThat(marked(mask)).isEmpty();

    PartMasks.mark(mask, new Size(480, 240), 120, 100);
    PartMasks.mark(mask, new Size(240, 240), 237.9, 0);
    assertThat(marked(mask)).containsExactly(6, 2 * 7);
  }

  @Test
  void partsOfUnknownImagesMarkNothing() {
    List<String> locations = List.of("7 2 312.0 182.0 1");
    Map<String, double[]> masks = PartMasks.read(IMAGES, locations, SIZES, Parts.ALL);

    assertThat(marked(masks.get("001.Albatross/a.jpg"))).isEmpty();
  }

  @Test
  void refusesOtherFiles() {
    assertThatThrownBy(() -> PartMasks.read(IMAGES, List.of("1 2 3"), SIZES, Parts.ALL))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("\"1 2 3\"");
    assertThatThrownBy(() -> PartMasks.read(IMAGES, List.of("1 2 x 3 1"), SIZES, Parts.ALL))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("\"x\"");
    assertThatThrownBy(() -> PartMasks.read(IMAGES, List.of("\u001b[31m"), SIZES, Parts.ALL))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("line \"?[31m\" has 1 words");
  }

  private static int[] marked(double[] mask) {
    return IntStream.range(0, mask.length).filter(cell -> mask[cell] == 1).toArray();
  }
}
