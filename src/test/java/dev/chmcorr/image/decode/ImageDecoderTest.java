package dev.chmcorr.image.decode;

import static dev.chmcorr.image.decode.PngBuilder.zlib;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.Shared;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.image.TransformsTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.imgcodecs.Imgcodecs;

class ImageDecoderTest {
  private final ImageDecoder decoder = new ImageDecoder();

  @ParameterizedTest
  @CsvSource({
    "bad_truncated.JPEG, image file is truncated",
    "bad_empty.JPEG, cannot identify image: it is empty",
    "bad_text.JPEG, 'cannot identify image: it is a web page (HTML), as a failed download leaves, not an image'",
    "bad_bits.JPEG, broken data stream when reading image file"
  })
  void refusesBrokenFilesAsPillowDoes(String name, String message) throws IOException {
    byte[] encoded = Files.readAllBytes(Shared.path("reference/odd/images/" + name));

    assertRefused(encoded, message);
  }

  @Test
  void refusesBombsBeforeDecoding() {
    byte[] header = new PngBuilder(20_000, 10_000, 8, 2).chunk("IDAT").build();

    assertRefused(
        header,
        "image size (200000000 pixels) exceeds limit of 178956970 pixels (20000 x 10000; --max-pixels raises it)");
    assertThatThrownBy(() -> new ImageDecoder(3).decode(pnm("P5 2 2 255 abcd")))
        .hasMessage(
            "image size (4 pixels) exceeds limit of 3 pixels (2 x 2; --max-pixels raises it)");
    assertThat(new ImageDecoder(4).decode(pnm("P5 2 2 255 abcd")).width()).isEqualTo(2);
  }

  @Test
  void pnmPlainAndBinary() {
    assertPixels(pnm("P3 # comment\n2 1\n255\n1 2 3 # more\n4 5 6"), 1, 2, 1, 2, 3, 4, 5, 6);
    assertPixels(pnm("P6 2 1 255\n\1\2\3\4\5\6junk"), 1, 2, 1, 2, 3, 4, 5, 6);
    assertPixels(pnm("P1\n3 1\n101"), 1, 3, 0, 0, 0, 255, 255, 255, 0, 0, 0);
    assertPixels(pnm("P4 3 1\n\u00a0"), 1, 3, 0, 0, 0, 255, 255, 255, 0, 0, 0);
  }

  @Test
  void pnmScalesSamplesAndClipsDeepGrey() {
    // 50/100 of 255 is 127.5, to even 128; 10/100 is 25.5, to even 26; 30/100 is 76.5, to even 76.
    assertPixels(pnm("P5 3 1 100\n\62\12\36"), 1, 3, 128, 128, 128, 26, 26, 26, 76, 76, 76);
    // 16-bit grey is not scaled down but clipped at 255; 1/1000 is 66 of 65535.
    assertPixels(pnm("P5 2 1 65535\n\0\7\1\0"), 1, 2, 7, 7, 7, 255, 255, 255);
    assertPixels(pnm("P2 2 1 1000\n1 500"), 1, 2, 66, 66, 66, 255, 255, 255);
    // Deep colour is scaled down.
    assertPixels(pnm("P6 1 1 65535\n\0\7\u0080\0\u00ff\u00ff"), 1, 1, 0, 128, 255);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "P6 2 1 255\n\1\2\3\4\5",
        "P3 2 1 255\n1 2 3 4 5",
        "P5 1 1 0\n\1",
        "P5 0 1 255\n",
        "P5 -1 1 255\n",
        "P5 65536 65536 255\n",
        "P3 1 1 9\n10 1 1",
        "P7 1 1 255\n\1",
        "P5",
        "P5 1"
      })
  void pnmErrors(String file) {
    assertThatThrownBy(() -> decoder.decode(pnm(file))).isInstanceOf(ImageException.class);
  }

  @Test
  void pngDeepGreyIsClippedDeepColourShifted() {
    assertPixels(
        new PngBuilder(2, 1, 16, 0).chunk("IDAT", zlib(0, 0, 7, 1, 0)).build(),
        1,
        2,
        7,
        7,
        7,
        255,
        255,
        255);
    assertPixels(
        new PngBuilder(1, 1, 16, 2).chunk("IDAT", zlib(0, 1, 255, 2, 0, 3, 128)).build(),
        1,
        1,
        1,
        2,
        3);
  }

  @Test
  void pngTransparencyAndGammaAreDropped() {
    byte[] gamma = ByteBuffer.allocate(4).putInt(220_000).array();
    assertPixels(
        new PngBuilder(2, 1, 8, 6)
            .chunk("gAMA", gamma)
            .chunk("IDAT", zlib(0, 9, 8, 7, 0, 6, 5, 4, 128))
            .build(),
        1,
        2,
        9,
        8,
        7,
        6,
        5,
        4);
    assertPixels(new PngBuilder(1, 1, 8, 4).chunk("IDAT", zlib(0, 9, 1)).build(), 1, 1, 9, 9, 9);
    assertPixels(
        new PngBuilder(2, 1, 8, 3)
            .chunk("PLTE", (byte) 1, (byte) 2, (byte) 3)
            .chunk("tRNS", (byte) 0)
            .chunk("IDAT", zlib(0, 0, 200))
            .build(),
        1,
        2,
        1,
        2,
        3,
        200,
        200,
        200);
  }

  @Test
  void pngIsForgivenWhatPillowForgives() {
    byte[] data = zlib(0, 9, 8, 7);
    byte[] noChecksum = Arrays.copyOf(data, data.length - 4);
    assertPixels(new PngBuilder(1, 1, 8, 2).chunk("IDAT", 1, data).build(), 1, 1, 9, 8, 7);
    assertPixels(new PngBuilder(1, 1, 8, 2).chunk("IDAT", noChecksum).build(), 1, 1, 9, 8, 7);
    assertPixels(
        new PngBuilder(1, 1, 8, 2).chunk("ABCD").chunk("IDAT", data).chunk("junk").build(),
        1,
        1,
        9,
        8,
        7);
  }

  @Test
  void pngErrors() {
    byte[] data = zlib(0, 9, 8, 7);
    assertRefused(
        new PngBuilder(1, 2, 8, 2).chunk("IDAT", data).build(), "image file is truncated");
    data[data.length - 1] ^= 1;
    assertRefused(
        new PngBuilder(1, 1, 8, 2).chunk("IDAT", data).build(),
        "broken data stream when reading image file");
    assertRefused(
        new PngBuilder(1, 1, 8, 2).chunk("tEXt", 1, new byte[3]).chunk("IDAT", data).build(),
        "cannot identify image");
    assertRefused(new PngBuilder(1, 1, 8, 2).build(), "cannot identify image");
  }

  @Test
  void jpegMustEndButMayHaveMoreBehind() {
    byte[] whole = encode(".jpg");
    byte[] junk = Arrays.copyOf(whole, whole.length + 9);

    assertThat(decoder.decode(junk)).isEqualTo(decoder.decode(whole));
    assertRefused(Arrays.copyOf(whole, whole.length - 3), "image file is truncated");
    assertRefused(Arrays.copyOf(whole, whole.length / 2), "image file is truncated");
  }

  /** An embedded thumbnail has an end of its own. */
  @Test
  void jpegEndInsideASegmentDoesNotCount() {
    byte[] whole = encode(".jpg");
    byte[] cut = Arrays.copyOf(whole, whole.length - 3);
    ByteBuffer file = ByteBuffer.allocate(cut.length + 6);
    file.put(cut, 0, 2).putShort((short) 0xFFE1).putShort((short) 4).putShort((short) 0xFFD9);
    file.put(cut, 2, cut.length - 2);

    assertRefused(file.array(), "image file is truncated");
  }

  @Test
  void inksBecomeColoursAsInPillow() {
    // Stored inverted: 255 is no ink. 127 * 128 / 255 = 63.7 is rounded to 64.
    byte[] inks = {-1, -1, -1, -1, 0, -1, -1, -1, (byte) 128, -1, -1, (byte) 128};

    assertThat(CmykJpeg.toRgb(inks)).containsExactly(-1, -1, -1, 0, -1, -1, 64, 128, 128);
  }

  @Test
  void tiffAlphaIsDropped() {
    ByteBuffer file = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    file.put("II*\0".getBytes(StandardCharsets.ISO_8859_1)).putInt(12);
    file.put(new byte[] {9, 8, 7, 0}).putShort((short) 10);
    int[][] tags = {
      {256, 1}, {257, 1}, {258, 8}, {259, 1}, {262, 2}, {273, 8}, {277, 4}, {278, 1}, {279, 4},
      {338, 2}
    };
    for (int[] tag : tags) {
      boolean bits = tag[0] == 258;
      file.putShort((short) tag[0]).putShort((short) 3).putInt(bits ? 4 : 1);
      file.putInt(bits ? 180 : tag[1]);
    }
    file.putInt(0).position(180);
    file.putShort((short) 8).putShort((short) 8).putShort((short) 8).putShort((short) 8);

    assertPixels(file.array(), 1, 1, 9, 8, 7);
  }

  @Test
  void losslessFormatsComeBackWhole() {
    for (String ending : new String[] {".png", ".bmp", ".tiff", ".webp", ".ppm"}) {
      assertThat(decoder.decode(encode(ending))).as(ending).isEqualTo(NOISE);
    }
  }

  @Test
  void cutFilesAreRefused() {
    for (String ending : new String[] {".jpg", ".png", ".bmp", ".tiff", ".webp", ".ppm"}) {
      byte[] whole = encode(ending);
      for (int length = 0; length < whole.length * 9 / 10; length += 1 + length / 10) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertThatThrownBy(() -> decoder.decode(cut))
            .as("%s of %d bytes", ending, length)
            .isInstanceOf(ImageException.class);
      }
    }
  }

  private static final RgbImage NOISE = TransformsTest.noise(23, 31, 2);

  private static byte[] encode(String ending) {
    return Encoded.of(NOISE, ending, Imgcodecs.IMWRITE_WEBP_QUALITY, 101);
  }

  private static byte[] pnm(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  private void assertPixels(byte[] encoded, int height, int width, int... rgb) {
    byte[] data = new byte[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      data[i] = (byte) rgb[i];
    }
    assertThat(decoder.decode(encoded).data()).isEqualTo(data);
    assertThat(decoder.decode(encoded)).isEqualTo(new RgbImage(height, width, data));
  }

  private void assertRefused(byte[] encoded, String message) {
    assertThatThrownBy(() -> decoder.decode(encoded))
        .isInstanceOf(ImageException.class)
        .hasMessage(message);
  }
}
