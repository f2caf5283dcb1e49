package dev.chmcorr.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FramingTest {
  @Test
  void takesThePlaceOfResize256AndCrop224Alone() {
    Framing framing = new Framing(232, null);

    assertThat(framing.instead(ImageTransform.RESIZE256_CROP224))
        .isEqualTo(ImageTransform.cropped(232, 224));
    assertThat(framing.instead(TransformSet.MULTI.knn(Split.QUERY)))
        .isEqualTo(ImageTransform.RESIZE224_CROP224);
    for (TransformSet set : TransformSet.values()) {
      for (Split split : Split.values()) {
        assertThat(framing.instead(set.chm(split))).isEqualTo(set.chm(split));
      }
      assertThat(framing.instead(set.layer4(Split.QUERY))).isEqualTo(set.layer4(Split.QUERY));
      assertThat(Framing.UNSAID.instead(set.knn(Split.GALLERY))).isEqualTo(set.knn(Split.GALLERY));
    }
  }

  @Test
  void recordsSayNothingOfThePublishedOne() {
    assertThat(Framing.UNSAID.parameters()).isEmpty();
    assertThat(new Framing(256, null).parameters()).isEmpty();
    Framing framing = new Framing(null, 200);
    assertThat(framing.parameters())
        .containsOnly(Map.entry("resize", "256"), Map.entry("crop", "200"));
    assertThat(Framing.of(framing.parameters())).isEqualTo(framing.or(Framing.PUBLISHED));
    assertThat(Framing.of(Map.of("transform", "single"))).isEqualTo(Framing.UNSAID);
  }

  @Test
  void refusesWhatCannotBe() {
    assertRefused(() -> new Framing(0, null), "Invalid --resize: 0 (must be 1..4096)");
    assertRefused(() -> new Framing(null, 5000), "Invalid --crop: 5000 (must be 1..4096)");
    assertRefused(
        () -> new Framing(null, 288).or(Framing.PUBLISHED),
        "Invalid --crop: 288 (must be at most 256, the value of --resize)");
    assertRefused(
        () -> Framing.of(Map.of("crop", "many")),
        "Invalid crop in a record: many (must be a number of pixels)");
  }

  private static void assertRefused(Runnable action, String message) {
    assertThatThrownBy(action::run).isInstanceOf(UserException.class).hasMessage(message);
  }

  @Test
  void transformsAreCalledByWhatTheyDo() {
    assertThat(ImageTransform.RESIZE240_CROP240_RESIZE224X224.text())
        .isEqualTo("resize240_crop240_resize224x224");
    assertThat(ImageTransform.RESIZE240X240.text()).isEqualTo("resize240x240");
    assertThat(ImageTransform.cropped(232, 208).text()).isEqualTo("resize232_crop208");
    assertThat(ImageTransform.cropped(232, 208).side()).isEqualTo(208);
  }
}
