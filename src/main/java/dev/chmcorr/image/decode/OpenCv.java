package dev.chmcorr.image.decode;

import dev.chmcorr.domain.RgbImage;
import java.util.function.Function;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/**
 * OpenCV's decoders, for use after {@link OpenCvLibrary#load}. Native memory never leaves this
 * class.
 */
final class OpenCv {
  static {
    // Images are decoded side by side; threads within one image would only compete.
    Core.setNumThreads(1);
  }

  private OpenCv() {}

  /**
   * Decodes to 8-bit colour.
   *
   * @param header with the size that was found acceptable
   * @return null if OpenCV cannot decode it, or finds another size
   * @throws ImageMemoryException if there is no memory for it
   */
  static RgbImage decodeColour(byte[] encoded, EncodedImage header) {
    int flags = Imgcodecs.IMREAD_COLOR | Imgcodecs.IMREAD_IGNORE_ORIENTATION;
    return decode(encoded, header, flags, OpenCv::copy);
  }

  /**
   * Decodes keeping the file's own depth and channels, then drops alpha. 16-bit grey is clipped at
   * 255; of other 16-bit samples the high byte is taken.
   *
   * @param header with the size that was found acceptable
   * @return null if OpenCV cannot decode it, or finds another size
   * @throws ImageMemoryException if there is no memory for it
   */
  static RgbImage decodeUnchanged(byte[] encoded, EncodedImage header) {
    return decode(encoded, header, Imgcodecs.IMREAD_UNCHANGED, OpenCv::reduce);
  }

  static RgbImage decode(
      byte[] encoded, EncodedImage header, int flags, Function<Mat, RgbImage> convert) {
    MatOfByte input = null;
    Mat decoded = null;
    try {
      input = new MatOfByte(encoded);
      decoded = Imgcodecs.imdecode(input, flags);
      // Of pixels, for an orientation may turn the picture.
      boolean expected = decoded.total() == (long) header.width() * header.height();
      return expected ? convert.apply(decoded) : null;
    } catch (Exception e) {
      // Also what C++ throws: undeclared, from native code, a plain Exception.
      if (isLackOfMemory(e)) {
        throw new ImageMemoryException(header.width(), header.height(), e);
      }
      return null;
    } finally {
      if (input != null) {
        input.release();
      }
      if (decoded != null) {
        decoded.release();
      }
    }
  }

  /** OpenCV's own exception says so in words, that of C++ by its name. */
  private static boolean isLackOfMemory(Exception e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("Insufficient memory") || message.contains("bad_alloc");
  }

  private static RgbImage reduce(Mat mat) {
    if (mat.depth() == CvType.CV_16U && mat.channels() == 1) {
      mat.convertTo(mat, CvType.CV_8U);
    } else if (mat.depth() == CvType.CV_16U) {
      // OpenCV rounds to nearest; the offset makes that the integer part for every 16-bit value.
      mat.convertTo(mat, CvType.CV_8U, 1 / 256.0, 1 / 512.0 - 0.5);
    }
    switch (mat.channels()) {
      case 1 -> Imgproc.cvtColor(mat, mat, Imgproc.COLOR_GRAY2BGR);
      case 4 -> Imgproc.cvtColor(mat, mat, Imgproc.COLOR_BGRA2BGR);
      default -> {}
    }
    return copy(mat);
  }

  /**
   * Copies out of native memory. The swap of B and R costs less there than in Java (0.06 against
   * 0.2 ms a photograph), and less into a second image than in place, where OpenCV copies first.
   */
  private static RgbImage copy(Mat bgr) {
    Mat rgb = new Mat();
    try {
      Imgproc.cvtColor(bgr, rgb, Imgproc.COLOR_BGR2RGB);
      byte[] data = new byte[Math.multiplyExact(Math.multiplyExact(3, rgb.rows()), rgb.cols())];
      rgb.get(0, 0, data);
      return new RgbImage(rgb.rows(), rgb.cols(), data);
    } finally {
      rgb.release();
    }
  }

  /**
   * Encodes as JPEG, with Huffman tables of its own, which make small images a tenth smaller.
   *
   * @param quality 0..100
   */
  static byte[] encodeJpeg(RgbImage image, int quality) {
    Mat bgr = new Mat(image.height(), image.width(), CvType.CV_8UC3);
    MatOfByte encoded = new MatOfByte();
    MatOfInt settings =
        new MatOfInt(Imgcodecs.IMWRITE_JPEG_QUALITY, quality, Imgcodecs.IMWRITE_JPEG_OPTIMIZE, 1);
    try {
      bgr.put(0, 0, image.data());
      Imgproc.cvtColor(bgr, bgr, Imgproc.COLOR_RGB2BGR);
      if (!Imgcodecs.imencode(".jpg", bgr, encoded, settings)) {
        throw new IllegalStateException(
            "Failed to encode an image of %d x %d".formatted(image.width(), image.height()));
      }
      return encoded.toArray();
    } finally {
      bgr.release();
      encoded.release();
      settings.release();
    }
  }
}
