package dev.chmcorr.image.decode;

import dev.chmcorr.domain.RgbImage;
import nu.pattern.OpenCV;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.imgcodecs.Imgcodecs;

/** Sound image files, written by OpenCV. */
final class Encoded {
  private Encoded() {}

  /**
   * A picture as a file.
   *
   * @param ending which tells the format, such as ".jpg"
   * @param parameters of OpenCV's encoder, by pairs
   */
  static byte[] of(RgbImage image, String ending, int... parameters) {
    OpenCV.loadLocally();
    Mat mat = new Mat(image.height(), image.width(), CvType.CV_8UC3);
    byte[] bgr = image.data().clone();
    for (int i = 0; i < bgr.length; i += 3) {
      bgr[i] = image.data()[i + 2];
      bgr[i + 2] = image.data()[i];
    }
    mat.put(0, 0, bgr);
    MatOfByte out = new MatOfByte();
    if (!Imgcodecs.imencode(ending, mat, out, new MatOfInt(parameters))) {
      throw new AssertionError("OpenCV writes no " + ending);
    }
    return out.toArray();
  }
}
