package dev.chmcorr.image.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.RgbImage;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What Pillow's convert("RGB") makes of the first picture of a GIF. */
class GifFileTest {
  private static final int[] COLOURS = {10, 11, 12, 20, 21, 22, 30, 31, 32, 40, 41, 42};
  private static final int[] OTHERS = {50, 51, 52, 60, 61, 62, 70, 71, 72, 80, 81, 82};
  private static final int[] GREYS = {0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3};

  /** Written by Pillow: 20 x 9 pixels, red, green and blue in blocks of 5 x 3. */
  private static final String COMPRESSED =
      "47494638376114000900810000ff000000ff000000ff0908072c00000000140009000008380001081418a06041010811"
          + "0e5c38d0e0c18402183274180062c485142d4ea4e85023468e063d36ec087163488b253f9e44a950e5c3840101003b";

  @Test
  void compressedPixels() {
    RgbImage image = decode(HexFormat.of().parseHex(COMPRESSED));

    assertThat(image.width()).isEqualTo(20);
    assertThat(image.height()).isEqualTo(9);
    for (int y = 0; y < 9; y++) {
      for (int x = 0; x < 20; x++) {
        byte[] expected = new byte[3];
        expected[(x / 5 + y / 3) % 3] = (byte) 255;
        int at = 3 * (20 * y + x);
        assertThat(Arrays.copyOfRange(image.data(), at, at + 3)).isEqualTo(expected);
      }
    }
  }

  @Test
  void coloursOfTheScreenOrOfThePicture() {
    assertPixels(whole(COLOURS).pixels(0, 1, 2, 3), 10, 20, 30, 40);
    assertPixels(
        new GifBuilder(2, 2, COLOURS).area(new int[] {0, 0, 2, 2}, 0, OTHERS).pixels(0, 1, 2, 3),
        50,
        60,
        70,
        80);
    assertPixels(whole().pixels(0, 1, 2, 3), 0, 1, 2, 3);
  }

  /** Pillow takes it for none, and so the screen's. */
  @Test
  void aPaletteOfGreysInTheirOrderDoesNotCount() {
    assertPixels(
        new GifBuilder(2, 2, COLOURS).area(new int[] {0, 0, 2, 2}, 0, GREYS).pixels(0, 1, 2, 3),
        10,
        20,
        30,
        40);
  }

  @Test
  void aTransparentIndexHasItsColour() {
    assertPixels(
        new GifBuilder(2, 2, COLOURS)
            .transparent(2)
            .area(new int[] {0, 0, 2, 2}, 0)
            .pixels(2, 1, 2, 3),
        30,
        20,
        30,
        40);
  }

  /** Index 0, not the background that the header names, or the transparent one. */
  @Test
  void whatThePictureDoesNotCover() {
    int[] corner = {1, 1, 1, 1};
    assertPixels(new GifBuilder(2, 2, COLOURS).area(corner, 0).pixels(1), 10, 10, 10, 20);
    assertPixels(
        new GifBuilder(2, 2, COLOURS).transparent(2).area(corner, 0).pixels(1), 30, 30, 30, 20);
  }

  @Test
  void aPictureBeyondTheScreenWidensIt() {
    RgbImage image =
        decode(new GifBuilder(1, 1, COLOURS).area(new int[] {1, 0, 2, 1}, 0).pixels(1, 2));

    assertThat(image.width()).isEqualTo(3);
    assertThat(image.height()).isOne();
    assertThat(reds(image)).containsExactly(10, 20, 30);
  }

  @Test
  void interlacedRows() {
    RgbImage image =
        decode(
            new GifBuilder(1, 10, COLOURS)
                .area(new int[] {0, 0, 1, 10}, GifBuilder.INTERLACED)
                .pixels(0, 1, 2, 3, 0, 1, 2, 3, 0, 1));

    // In the file: rows 0 and 8, then 4, then 2 and 6, then the odd ones.
    assertThat(reds(image)).containsExactly(10, 20, 40, 30, 30, 40, 10, 10, 20, 20);
  }

  @Test
  void theFirstOfSeveralPicturesAfterExtensions() {
    byte[] first =
        new GifBuilder(2, 2, COLOURS)
            .raw('!', 0xFE, 2, 'h', 'i', 0)
            .raw('!', 0xFF, 11, 'N', 'E', 'T', 'S', 'C', 'A', 'P', 'E', '2', '.', '0')
            .raw(3, 1, 0, 0, 0)
            .area(new int[] {0, 0, 2, 2}, 0)
            .pixels(3, 2, 1, 0);
    byte[] all = Arrays.copyOf(first, first.length + 3);
    all[first.length - 1] = ',';

    assertPixels(all, 40, 30, 20, 10);
  }

  @Test
  void broken() {
    byte[] file = whole(COLOURS).pixels(0, 1, 2, 3);
    assertRefused(Arrays.copyOf(file, file.length - 4), "image file is truncated");
    assertRefused(whole(COLOURS).pixels(0, 1, 2), "image file is truncated");
    assertRefused(Arrays.copyOf(file, 20), "cannot identify image");
    assertRefused(Arrays.copyOf(file, 7), "cannot identify image");
    assertRefused(whole(COLOURS).pixels(0, 7, 1, 1), "broken data stream when reading image file");
    assertRefused(
        new GifBuilder(2, 2).area(new int[] {1, 1, 0, 1}, 0).pixels(),
        "unsupported image: GIF of a picture without pixels");
    assertRefused(
        new GifBuilder(60_000, 60_000).area(new int[] {0, 0, 1, 1}, 0).pixels(0),
        "image size (3600000000 pixels) exceeds limit of 178956970 pixels (60000 x 60000; --max-pixels raises it)");
  }

  private static GifBuilder whole(int... palette) {
    return new GifBuilder(2, 2, palette).area(new int[] {0, 0, 2, 2}, 0);
  }

  private static void assertRefused(byte[] file, String message) {
    assertThatThrownBy(() -> decode(file)).isInstanceOf(ImageException.class).hasMessage(message);
  }

  /** Of 2 x 2 pixels, of whose colours the red part tells. */
  private static void assertPixels(byte[] file, int... reds) {
    RgbImage image = decode(file);
    assertThat(image.width()).isEqualTo(2);
    assertThat(reds(image)).containsExactly(reds);
  }

  private static int[] reds(RgbImage image) {
    int[] reds = new int[image.data().length / 3];
    Arrays.setAll(reds, i -> image.data()[3 * i] & 0xFF);
    return reds;
  }

  private static RgbImage decode(byte[] file) {
    return new ImageDecoder().decode(file);
  }
}
