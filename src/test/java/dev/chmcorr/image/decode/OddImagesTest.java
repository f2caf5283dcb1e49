package dev.chmcorr.image.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.Npz;
import dev.chmcorr.Shared;
import dev.chmcorr.domain.ImageTransform;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.image.Transforms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Hard images against the pixels that Pillow 9.4 and torchvision 0.14.1 gave. */
class OddImagesTest {
  private static final List<ImageTransform> PUBLISHED =
      List.of(
          ImageTransform.RESIZE256_CROP224,
          ImageTransform.RESIZE224_CROP224,
          ImageTransform.RESIZE240_CROP240,
          ImageTransform.RESIZE240X240,
          ImageTransform.RESIZE240_CROP240_RESIZE224X224,
          ImageTransform.RESIZE224X224);

  @TestFactory
  Stream<DynamicTest> everyTransformEqualsPillow() {
    Path images = Shared.path("reference/odd/images");
    Npz expected = Npz.open(Shared.path("reference/odd/crops.npz"));
    assertThat(expected.names()).hasSize(52);
    return expected.names().stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> compare(images, name, expected)));
  }

  private static void compare(Path images, String name, Npz expected) throws IOException {
    String[] parts = name.split("\\|");
    ImageTransform transform = transform(parts[1]);
    RgbImage decoded = new ImageDecoder().decode(Files.readAllBytes(images.resolve(parts[0])));

    RgbImage result = Transforms.apply(transform, decoded);

    assertThat(new int[] {result.height(), result.width(), 3}).isEqualTo(expected.shape(name));
    assertThat(result.data()).isEqualTo(expected.bytes(name));
  }

  private static ImageTransform transform(String text) {
    return PUBLISHED.stream()
        .filter(transform -> transform.text().equals(text))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no transform " + text));
  }
}
