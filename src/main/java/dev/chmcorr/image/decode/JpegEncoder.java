package dev.chmcorr.image.decode;

import dev.chmcorr.domain.RgbImage;

/** Encodes images as JPEG. Thread-safe. */
public final class JpegEncoder {
  private JpegEncoder() {}

  /**
   * A JPEG file; the same bytes for the same image.
   *
   * @param quality 0..100
   */
  public static byte[] encode(RgbImage image, int quality) {
    return OpenCv.encodeJpeg(image, quality);
  }
}
