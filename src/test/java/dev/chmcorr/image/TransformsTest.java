package dev.chmcorr.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.ImageTransform;
import dev.chmcorr.domain.RgbImage;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

public class TransformsTest {
  private static final List<ImageTransform> VIEWED =
      List.of(
          ImageTransform.RESIZE256_CROP224,
          ImageTransform.RESIZE224_CROP224,
          ImageTransform.RESIZE240_CROP240,
          ImageTransform.RESIZE240X240,
          ImageTransform.RESIZE224X224);

  @Test
  void halvesByAveraging() {
    // Both pixels weigh 1/2; 127.5 is rounded up.
    assertThat(red(Transforms.resize(grey(1, 2, 0, 255), 1, 1))).containsExactly(128);
  }

  @Test
  void doublesByInterpolating() {
    // Weights 3/4 and 1/4: 63.75 and 191.25; the ends have one neighbour each.
    assertThat(red(Transforms.resize(grey(1, 2, 0, 255), 1, 4))).containsExactly(0, 64, 191, 255);
    assertThat(red(Transforms.resize(grey(2, 1, 0, 255), 4, 1))).containsExactly(0, 64, 191, 255);
  }

  @Test
  void filterGrowsWithTheScale() {
    // 3 pixels to 1: support 3, weights 2/3 1 2/3 over 7/3. 70 * 3/7 = 30, not 70 / 3.
    assertThat(red(Transforms.resize(grey(1, 3, 0, 70, 0), 1, 1))).containsExactly(30);
  }

  @Test
  void roundsAfterEachPassRowsFirst() {
    // The mean is 1/4, but 1/2 becomes 1 along the first row, and again down the column.
    assertThat(red(Transforms.resize(grey(2, 2, 0, 1, 0, 0), 1, 1))).containsExactly(1);
    // Rows give 1/2 and 3/2, so 1 and 2, so 2. Columns first would give 1 and 1.
    assertThat(red(Transforms.resize(grey(2, 2, 0, 1, 2, 1), 1, 1))).containsExactly(2);
  }

  @Test
  void keepsChannelsApart() {
    RgbImage image = new RgbImage(1, 2, new byte[] {10, 20, 30, 30, 60, 90});

    assertThat(Transforms.resize(image, 1, 1).data()).containsExactly(20, 40, 60);
    assertThat(Transforms.resize(image, 1, 2)).isEqualTo(image);
  }

  @ParameterizedTest
  @FieldSource("VIEWED")
  void aViewOfATransformsOwnSizeIsItsResult(ImageTransform transform) {
    RgbImage image = noise(301, 517, 1);

    assertThat(Transforms.view(transform, image, transform.side()))
        .isEqualTo(Transforms.apply(transform, image));
    assertThat(Transforms.view(transform, image, 100).width()).isEqualTo(100);
  }

  @Test
  void longerSideIsCutToWholePixels() {
    RgbImage wide = Transforms.resize(noise(3, 7, 1), 5);
    RgbImage tall = Transforms.resize(noise(7, 3, 1), 5);

    assertThat(new int[] {wide.height(), wide.width()}).containsExactly(5, 11); // 35/3
    assertThat(new int[] {tall.height(), tall.width()}).containsExactly(11, 5);
  }

  @Test
  void centreIsRoundedToEven() {
    // (6 - 3) / 2 = 1.5 becomes 2; (8 - 3) / 2 = 2.5 becomes 2, too.
    assertThat(red(Transforms.centerCrop(grey(1, 6, 0, 1, 2, 3, 4, 5), 3)).subList(3, 6))
        .containsExactly(2, 3, 4);
    assertThat(red(Transforms.centerCrop(grey(1, 8, 0, 1, 2, 3, 4, 5, 6, 7), 3)).subList(3, 6))
        .containsExactly(2, 3, 4);
  }

  @Test
  void smallImagesArePaddedWithZerosTheOddOneLast() {
    assertThat(red(Transforms.centerCrop(grey(1, 1, 9), 2))).containsExactly(9, 0, 0, 0);
    assertThat(red(Transforms.centerCrop(grey(1, 1, 9), 3)))
        .containsExactly(0, 0, 0, 0, 9, 0, 0, 0, 0);
  }

  @Test
  void equalsThePlainVersionForAllSizes() {
    Random random = new Random(5);
    for (int trial = 0; trial < 300; trial++) {
      RgbImage image = noise(1 + random.nextInt(50), 1 + random.nextInt(50), trial);
      int height = 1 + random.nextInt(50);
      int width = 1 + random.nextInt(50);

      assertThat(Transforms.resize(image, height, width))
          .as("%d x %d to %d x %d", image.height(), image.width(), height, width)
          .isEqualTo(PlainResize.resize(image, height, width));
    }
  }

  @Test
  void cropsEqualThoseOfTheWholeImage() {
    int[][] sizes = {{1, 1}, {1, 9}, {40, 3}, {300, 301}, {500, 375}, {224, 224}, {257, 1000}};
    for (int[] size : sizes) {
      RgbImage image = noise(size[0], size[1], 3);
      RgbImage whole = PlainResize.resize(image, 256);

      assertThat(Transforms.apply(ImageTransform.RESIZE256_CROP224, image))
          .as("%d x %d", size[0], size[1])
          .isEqualTo(Transforms.centerCrop(whole, 224));
    }
  }

  @Test
  void sliversCostOnlyTheirCrop() {
    // Resized whole it would be 256 x 17,000,000 pixels, more than an array holds.
    RgbImage result = Transforms.apply(ImageTransform.RESIZE256_CROP224, noise(3, 200_000, 1));

    assertThat(result.width()).isEqualTo(224);
  }

  private static RgbImage grey(int height, int width, int... values) {
    byte[] data = new byte[3 * values.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) values[i / 3];
    }
    return new RgbImage(height, width, data);
  }

  private static List<Integer> red(RgbImage image) {
    return IntStream.range(0, image.height() * image.width())
        .mapToObj(i -> image.data()[3 * i] & 0xFF)
        .toList();
  }

  public static RgbImage noise(int height, int width, long seed) {
    byte[] data = new byte[3 * height * width];
    new Random(seed).nextBytes(data);
    return new RgbImage(height, width, data);
  }
}
