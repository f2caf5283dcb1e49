package dev.chmcorr.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.ImageTransform;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NamesTest {
  private static final ImageTransform CROP = ImageTransform.RESIZE240_CROP240;

  @Test
  void aGalleryImageIsCalledByItsPathBelowItsSet() {
    assertThat(GalleryName.of("file:/train", "file:/train/a/deep/0.jpg", "a"))
        .isEqualTo("a/deep/0.jpg");
    assertThat(GalleryName.of("file:/train/", "file:/train/a/0.jpg", "a")).isEqualTo("a/0.jpg");
    assertThat(GalleryName.of("file:/train", "file:/training/a/0.jpg", "b")).isEqualTo("b/0.jpg");
    assertThat(GalleryName.of(null, "file:/train/x/0.jpg", "a")).isEqualTo("a/0.jpg");
    assertThat(GalleryName.of("file:/t.tar", "file:/t.tar!/512+9/a/x/0.jpg", "a"))
        .isEqualTo("a/x/0.jpg");
  }

  @Test
  void picturesOfWhatLooksDifferentHaveDifferentNames() {
    Set<Long> numbers =
        new TreeSet<>(
            List.of(
                ImageName.number("a", FileVersion.UNKNOWN, CROP, 160),
                ImageName.number("b", FileVersion.UNKNOWN, CROP, 160),
                ImageName.number("a", new FileVersion(1, 2), CROP, 160),
                ImageName.number("a", new FileVersion(1, 3), CROP, 160),
                ImageName.number("a", FileVersion.UNKNOWN, CROP, 240),
                ImageName.number("a", FileVersion.UNKNOWN, ImageTransform.RESIZE240X240, 160)));

    assertThat(numbers).hasSize(6);
    assertThat(ImageName.number("a", FileVersion.UNKNOWN, CROP, 160)).isIn(numbers);
  }

  @Test
  void aPictureIsNamedByAllDigitsOfItsNumber() {
    assertThat(ImageName.of(0x1fL)).isEqualTo("00/000000000000001f.jpg");
    assertThat(ImageName.of(-1)).isEqualTo("ff/ffffffffffffffff.jpg");
  }
}
