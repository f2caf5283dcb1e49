package dev.chmcorr.image.decode;

import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.domain.UserException;
import java.nio.BufferUnderflowException;
import java.util.function.Function;

/**
 * Decodes JPEG, PNG, PNM, BMP, TIFF, WebP and GIF as Pillow 9.4's {@code open(f).convert("RGB")}
 * does, bit for bit. The format is told from the content. An EXIF orientation is ignored,
 * transparency dropped, 16-bit grey clipped at 255. Thread-safe.
 */
public final class ImageDecoder {
  private static final PixelGate GATE = PixelGate.ofThisHeap();

  private final int maxPixels;

  /** A decoder of images that Pillow does not refuse as decompression bombs. */
  public ImageDecoder() {
    this(Limits.DEFAULT.pixels());
  }

  /**
   * @param maxPixels larger images are refused before anything is decoded
   */
  public ImageDecoder(int maxPixels) {
    if (maxPixels < 1 || maxPixels > Limits.MAX_PIXELS) {
      throw new IllegalArgumentException(
          "Invalid limit: %d pixels (must be 1..%d)".formatted(maxPixels, Limits.MAX_PIXELS));
    }
    this.maxPixels = maxPixels;
  }

  /**
   * Decodes a whole file.
   *
   * @throws ImageException if Pillow would refuse it; an {@link ImageTooLargeException} if it is
   *     larger than the limit
   */
  public RgbImage decode(byte[] encoded) {
    return decode(encoded, image -> image);
  }

  /**
   * Decodes a whole file for something smaller that is made of it. What the threads of this JVM
   * hold of decoded images at once fills at most a quarter of the heap, or is one image; a thread
   * that would hold more waits.
   *
   * @param use makes what is wanted; must not decode another image
   * @throws ImageException if Pillow would refuse the file; an {@link ImageTooLargeException} if it
   *     is larger than the limit; an {@link ImageMemoryException} if there is no memory for it
   * @throws UserException if OpenCV is not beside the program, or cannot be loaded
   */
  public <T> T decode(byte[] encoded, Function<RgbImage, T> use) {
    OpenCvLibrary.load();
    EncodedImage image;
    try {
      image = EncodedImage.of(encoded);
    } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
      throw ImageException.unidentified();
    }
    checkSize(image.width(), image.height());
    long pixels = (long) image.width() * image.height();
    try {
      return GATE.pass(pixels, () -> use.apply(image.decode()));
    } catch (OutOfMemoryError e) {
      // A single array that did not fit: the heap is as usable as before.
      throw new ImageMemoryException(image.width(), image.height(), e);
    }
  }

  private void checkSize(int width, int height) {
    if (width < 1 || height < 1) {
      throw ImageException.unidentified();
    }
    if ((long) width * height > maxPixels) {
      throw new ImageTooLargeException(width, height, maxPixels);
    }
  }
}
