package dev.chmcorr.image.decode;

import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.domain.UserException;

/** Encodes images as JPEG. Thread-safe. */
public final class JpegEncoder {
  private JpegEncoder() {}

  /**
   * A JPEG file; the same bytes for the same image.
   *
   * @param quality 0..100
   * @throws UserException if OpenCV is not beside the program, or cannot be loaded
   */
  public static byte[] encode(RgbImage image, int quality) {
    OpenCvLibrary.load();
    return OpenCv.encodeJpeg(image, quality);
  }
}
