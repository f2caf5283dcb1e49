package dev.chmcorr.image.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.image.TransformsTest;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.imgcodecs.Imgcodecs;

/** JPEG files without their end marker: Pillow reads some and calls the others truncated. */
class JpegEndTest {
  private static final byte[] WHOLE = Encoded.of(TransformsTest.noise(23, 31, 2), ".jpg");
  private static final byte[] CUT = Arrays.copyOf(WHOLE, WHOLE.length - 2);

  /** Written by Pillow, without its last two bytes: of its kind one in twenty is read so. */
  private static final String READ_WITHOUT =
      "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nIC"
          + "IsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/wAALCAAXABEBASEA/8QAFwABAQEBAAAAAAAAAAAAAAAABgMHBf/E"
          + "ACIQAAEEAQQCAwAAAAAAAAAAAAEAAgMRBAUGEhUhUjFCkf/aAAgBAQAAPwDmxbFzMOVj3MNA38Km9JB1UUH2aK"
          + "Wc8Ct10rd7NYbI2QBvjxaB7ye98juAJFoTU3ofxKNQyX6XLGICW8jRpKYsOPPwIpJBZIsqfRY3oF8=";

  @Test
  void anotherMarkerOrEnoughBytesInItsPlaceWillDo() {
    assertWhole(plus(new byte[8]));
    assertWhole(plus(new byte[1000]));
    assertWhole(plus((byte) 0xFF, (byte) 0xE0, (byte) 0, (byte) 4, (byte) 'a', (byte) 'b'));
    assertWhole(plus((byte) 0xFF, (byte) 0xFE));
  }

  @Test
  void manyRestartsAndGreyOnes() {
    byte[] restarts =
        Encoded.of(TransformsTest.noise(40, 50, 3), ".jpg", Imgcodecs.IMWRITE_JPEG_RST_INTERVAL, 1);
    byte[] padded = Arrays.copyOf(restarts, restarts.length + 20);
    Arrays.fill(padded, restarts.length - 2, padded.length, (byte) 0);

    assertThat(decode(padded)).isEqualTo(decode(restarts));
  }

  @Test
  void ofItsBytesAloneOnlyWhatLibjpegGetsOutOfThem() {
    byte[] file = Base64.getDecoder().decode(READ_WITHOUT);
    byte[] ended = Arrays.copyOf(file, file.length + 2);
    ended[file.length] = (byte) 0xFF;
    ended[file.length + 1] = (byte) 0xD9;

    assertThat(decode(file)).isEqualTo(decode(ended));
    assertTruncated(Arrays.copyOf(file, file.length - 1));
    assertTruncated(CUT);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 10, 100, 500})
  void withoutSomeOfItsPixelsItIsTruncated(int missing) {
    assertTruncated(Arrays.copyOf(WHOLE, WHOLE.length - missing));
  }

  @Test
  void ofSeveralScansTheEndMustBeThere() {
    int[] progressive = {Imgcodecs.IMWRITE_JPEG_PROGRESSIVE, 1};
    byte[] file = Encoded.of(TransformsTest.noise(23, 31, 2), ".jpg", progressive);
    assertTruncated(Arrays.copyOf(Arrays.copyOf(file, file.length - 2), file.length + 50));
  }

  @Test
  void whatFollowsTheEndDoesNotMatterAnotherPictureBeforeItDoes() {
    byte[] two = Arrays.copyOf(WHOLE, 2 * WHOLE.length);
    System.arraycopy(WHOLE, 0, two, WHOLE.length, WHOLE.length);
    assertWhole(two);
    assertThatThrownBy(() -> decode(plus(WHOLE)))
        .isInstanceOf(ImageException.class)
        .hasMessage("broken data stream when reading image file");
  }

  private static byte[] plus(byte... end) {
    byte[] file = Arrays.copyOf(CUT, CUT.length + end.length);
    System.arraycopy(end, 0, file, CUT.length, end.length);
    return file;
  }

  private static void assertWhole(byte[] file) {
    assertThat(decode(file)).isEqualTo(decode(WHOLE));
  }

  private static void assertTruncated(byte[] file) {
    assertThatThrownBy(() -> decode(file))
        .isInstanceOf(ImageException.class)
        .hasMessage("image file is truncated");
  }

  private static byte[] decode(byte[] file) {
    return new ImageDecoder().decode(file).data();
  }
}
