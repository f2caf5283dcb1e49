package dev.chmcorr.image.decode;

import static dev.chmcorr.image.decode.PngBuilder.zlib;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.Hostile;
import dev.chmcorr.image.TransformsTest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.imgcodecs.Imgcodecs;

/** Attacks on image decoders that are known by name. */
class HostileImagesTest {
  private static final int LONG = 4;

  @Test
  void pngBombs() {
    byte[] file = new PngBuilder(100_000, 100_000, 8, 2).chunk("IDAT", zlib(0, 0)).build();
    assertThat(decode(file)).startsWith("image size (10000000000 pixels) exceeds limit");
  }

  /** A palette has an entry for each value of a pixel: of 28 bits, 800 MB. */
  @ParameterizedTest
  @ValueSource(ints = {-128, -1, 0, 3, 16, 28, 29, 31, 127})
  void pngDepths(int depth) {
    byte[] file = new PngBuilder(1, 1, depth, 3).chunk("IDAT", zlib(0, 0)).build();
    assertThat(decode(file)).isEqualTo("cannot identify image");
  }

  @Test
  void jpegBombs() {
    byte[] file = Encoded.of(TransformsTest.noise(23, 31, 2), ".jpg");
    assertThat(decode(sized(file, 65_500, 65_500)))
        .startsWith("image size (4290250000 pixels) exceeds limit of 178956970 pixels (");
  }

  /** A file may claim pixels that it has no data for; what they cost is bounded. */
  @Test
  void memoryGoesByPixels() {
    byte[] file = sized(Encoded.of(TransformsTest.noise(23, 31, 2), ".jpg"), 4096, 4096);
    Hostile.read(
        Hostile.bound(file.length) + 3L * 4096 * 4096,
        ImageException.class,
        () -> new ImageDecoder().decode(file));
  }

  private static byte[] sized(byte[] jpeg, int width, int height) {
    ByteBuffer file = ByteBuffer.wrap(jpeg.clone());
    int frame = new String(jpeg, StandardCharsets.ISO_8859_1).indexOf("\u00ff\u00c0");
    return file.putShort(frame + 5, (short) height).putShort(frame + 7, (short) width).array();
  }

  /** Each scan of a few bytes costs a pass over the whole picture. */
  @Test
  void jpegsOfManyScans() {
    int[] progressive = {Imgcodecs.IMWRITE_JPEG_PROGRESSIVE, 1};
    byte[] file = Encoded.of(TransformsTest.noise(23, 31, 2), ".jpg", progressive);
    assertThat(decode(withLastScanRepeated(file, 200)))
        .isEqualTo("unsupported image: JPEG of more than 100 scans");
    assertThat(decode(file)).isNull();
  }

  private static byte[] withLastScanRepeated(byte[] jpeg, int times) {
    int scan = new String(jpeg, StandardCharsets.ISO_8859_1).lastIndexOf("\u00ff\u00da");
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(jpeg, 0, scan);
    for (int i = 0; i < times; i++) {
      file.write(jpeg, scan, jpeg.length - 2 - scan);
    }
    file.write(jpeg, jpeg.length - 2, 2);
    return file.toByteArray();
  }

  /** Of types other than these two, libtiff reads another number than we would. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6, 7, 8, 9, 12, 13, 16, 18})
  void tiffSizesOfOddTypes(int type) {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      byte[] file = new TiffBuilder(order).tag(256, type, 1, 0x10_0001).build();
      assertThat(decode(file))
          .isIn("cannot identify image", "unsupported image: TIFF with a tag of type " + type);
    }
  }

  @ParameterizedTest
  @CsvSource({"2147483647", "-1", "65536", "1000000"})
  void tiffBombs(int side) {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      byte[] file = new TiffBuilder(order).tag(256, LONG, 1, side).tag(257, LONG, 1, side).build();
      assertThat(decode(file)).containsAnyOf("exceeds limit", "cannot identify image");
    }
  }

  /** Only the first picture is read, so where the next is said to be does not matter. */
  @ParameterizedTest
  @ValueSource(ints = {8, 200, 201, 1 << 30, -1})
  void tiffDirectoriesInCircles(int next) {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      assertThat(decode(new TiffBuilder(order).next(next).build())).isNull();
    }
  }

  @Test
  void tiffDirectoriesThatPointOutside() {
    for (int at : new int[] {0, 1, 199, 1000, Integer.MAX_VALUE, -1}) {
      ByteBuffer file = ByteBuffer.wrap(new TiffBuilder(ByteOrder.BIG_ENDIAN).build());
      assertThat(decode(file.putInt(4, at).array())).isEqualTo("cannot identify image");
    }
  }

  @Test
  void tiffTilesLargerThanThePicture() {
    TiffBuilder tiff = new TiffBuilder(ByteOrder.LITTLE_ENDIAN);
    tiff.tag(322, LONG, 1, 1 << 14).tag(323, LONG, 1, 1 << 14);
    tiff.tag(324, LONG, 1, 8).tag(325, LONG, 1, 81);
    assertThat(decode(tiff.build())).isNotNull();
  }

  @Test
  void bmpBombs() {
    byte[] bmp = Encoded.of(TransformsTest.noise(23, 31, 2), ".bmp");
    for (int side : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, 65_536, -65_536}) {
      ByteBuffer file = ByteBuffer.wrap(bmp.clone()).order(ByteOrder.LITTLE_ENDIAN);
      assertThat(decode(file.putInt(18, side).putInt(22, side).array()))
          .containsAnyOf("exceeds limit", "cannot identify image");
    }
  }

  @Test
  void webpBombs() {
    ByteBuffer file = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF\40\0\0\0WEBPVP8L\24\0\0\0\57".getBytes(StandardCharsets.ISO_8859_1));
    file.putInt(0xFFF_FFFF);
    assertThat(decode(file.array())).startsWith("image size (268435456 pixels) exceeds limit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"P6 65536 65536 255\n", "P4 9999999999 1\n", "P1 2147483647 2147483647 "})
  void pnmBombs(String file) {
    assertThat(decode(file.getBytes(StandardCharsets.US_ASCII))).contains("exceeds limit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"GIF88a", "<svg/>", "%PDF-1.4", "\0\0\0\40ftypavif", "#?RADIANCE", "qoif"})
  void otherFormats(String start) {
    byte[] file = (start + "\1\0\1\0\0\0\0;").getBytes(StandardCharsets.ISO_8859_1);
    assertThat(decode(file)).startsWith("cannot identify image");
  }

  /** Null, or why not. */
  private static String decode(byte[] file) {
    return Hostile.read(
        Hostile.bound(file.length), ImageException.class, () -> new ImageDecoder().decode(file));
  }
}
