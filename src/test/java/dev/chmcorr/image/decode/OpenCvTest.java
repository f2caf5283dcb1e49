package dev.chmcorr.image.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.RgbImage;
import org.junit.jupiter.api.Test;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.imgcodecs.Imgcodecs;

class OpenCvTest {
  private static final byte[] ENCODED = Encoded.of(new RgbImage(2, 3, new byte[18]), ".png");
  private static final EncodedImage HEADER = EncodedImage.of(ENCODED);

  /** Half a petabyte lies beyond what addresses can say. */
  @Test
  void lackOfMemoryIsNoBrokenImage() {
    assertThatThrownBy(
            () ->
                OpenCv.decode(
                    ENCODED,
                    HEADER,
                    Imgcodecs.IMREAD_COLOR,
                    mat -> {
                      new Mat(2_000_000_000, 30_000, CvType.CV_64F);
                      return null;
                    }))
        .isInstanceOf(ImageMemoryException.class)
        .hasMessage("not enough memory to decode 3 x 2 pixels")
        .hasStackTraceContaining("Insufficient memory");
  }

  @Test
  void otherFailuresAre() {
    RgbImage image =
        OpenCv.decode(
            ENCODED,
            HEADER,
            Imgcodecs.IMREAD_COLOR,
            mat -> {
              throw new IllegalStateException("broken");
            });

    assertThat(image).isNull();
  }

  @Test
  void aHeapThatIsFullIsLackOfMemoryToo() {
    assertThatThrownBy(
            () ->
                new ImageDecoder()
                    .decode(
                        ENCODED,
                        image -> {
                          throw new OutOfMemoryError("Java heap space");
                        }))
        .isInstanceOf(ImageMemoryException.class)
        .hasCauseInstanceOf(OutOfMemoryError.class);
  }
}
