package dev.chmcorr.image.decode;

import dev.chmcorr.domain.RgbImage;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * JPEG files of four inks. OpenCV rounds their conversion to RGB in another way than Pillow and
 * does not give the inks themselves; the JDK's reader does.
 */
final class CmykJpeg {
  private CmykJpeg() {}

  static RgbImage decode(JpegFile file) {
    byte[] inks = inks(withoutMetadata(file.encoded()));
    if (inks.length != 4L * file.width() * file.height()) {
      throw ImageException.broken();
    }
    if (file.adobeTransform() > 0) {
      fromYcck(inks);
    }
    return new RgbImage(file.height(), file.width(), toRgb(inks));
  }

  /** The JDK's reader fails on odd profiles and thumbnails: all are turned into comments. */
  private static byte[] withoutMetadata(byte[] encoded) {
    byte[] plain = encoded.clone();
    int at = JpegFile.nextMarker(plain, 0);
    while ((plain[at + 1] & 0xFF) != JpegFile.SOS) {
      int marker = plain[at + 1] & 0xFF;
      if (marker >= JpegFile.APP0 && marker <= JpegFile.APP15 && marker != JpegFile.APP14) {
        plain[at + 1] = (byte) JpegFile.COM;
      }
      at = JpegFile.nextMarker(plain, JpegFile.skip(plain, at));
    }
    return plain;
  }

  /** [height][width][4] as stored: Adobe's convention, 255 is no ink. */
  private static byte[] inks(byte[] encoded) {
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    // ImageIO's own choice would be a file.
    try (ImageInputStream input =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
      reader.setInput(input, true, true);
      Raster raster = reader.readRaster(0, null);
      return ((DataBufferByte) raster.getDataBuffer()).getData();
    } catch (IOException | RuntimeException e) {
      throw new ImageException("broken data stream when reading image file", e);
    } finally {
      reader.dispose();
    }
  }

  /** Y Cb Cr K to C M Y K in place, in libjpeg's fixed point of 16 bits (JFIF's equations). */
  private static void fromYcck(byte[] inks) {
    for (int i = 0; i < inks.length; i += 4) {
      int y = inks[i] & 0xFF;
      int cb = (inks[i + 1] & 0xFF) - 128;
      int cr = (inks[i + 2] & 0xFF) - 128;
      inks[i] = inverted(y + ((91881 * cr + 32768) >> 16));
      inks[i + 1] = inverted(y + ((-22554 * cb - 46802 * cr + 32768) >> 16));
      inks[i + 2] = inverted(y + ((116130 * cb + 32768) >> 16));
    }
  }

  private static byte inverted(int value) {
    return (byte) (255 - Math.max(0, Math.min(255, value)));
  }

  /** [n][4] inks, 255 is none, to [n][3] RGB, with the rounding of Pillow. */
  static byte[] toRgb(byte[] inks) {
    byte[] rgb = new byte[inks.length / 4 * 3];
    for (int i = 0, o = 0; i < inks.length; i += 4, o += 3) {
      int white = inks[i + 3] & 0xFF;
      for (int c = 0; c < 3; c++) {
        rgb[o + c] = (byte) (white - timesOver255(255 - (inks[i + c] & 0xFF), white));
      }
    }
    return rgb;
  }

  /** a * b / 255, rounded. */
  private static int timesOver255(int a, int b) {
    int product = a * b + 128;
    return ((product >> 8) + product) >> 8;
  }
}
